//! Gradient-boosted decision trees for a yes or no: small, exact to repeat.

use std::fmt::Write as _;

/// What to learn from: measures, and whether it is right.
pub struct Row {
    pub measures: Vec<f32>,
    pub right: bool,
}

/// How to grow.
#[derive(Clone, Copy)]
pub struct Growth {
    pub trees: usize,
    pub depth: usize,
    pub step: f64,
    /// A leaf holds at least so many rows.
    pub fewest: usize,
    /// The pull of leaves towards zero.
    pub pull: f64,
}

/// A node: a leaf's weight, or a question about a measure.
enum Node {
    Leaf(f32),
    Split { measure: usize, below: f32, skip: usize },
}

/// Trees, and the sum that they add to.
pub struct Boosted {
    start: f32,
    trees: Vec<Vec<Node>>,
}

impl Boosted {
    pub fn grow(rows: &[&Row], growth: Growth) -> Self {
        let right = rows.iter().filter(|row| row.right).count().max(1) as f64;
        let start = (right / (rows.len() as f64 - right).max(1.0)).ln();
        let borders = borders(rows);
        let bins: Vec<Vec<u8>> = rows.iter().map(|row| binned(row, &borders)).collect();
        let mut sums = vec![start; rows.len()];
        let mut trees = Vec::new();
        for _ in 0..growth.trees {
            let slopes: Vec<(f64, f64)> = rows
                .iter()
                .zip(&sums)
                .map(|(row, sum)| {
                    let chance = 1.0 / (1.0 + (-sum).exp());
                    (f64::from(u8::from(row.right)) - chance, (chance * (1.0 - chance)).max(1e-6))
                })
                .collect();
            let mut tree = Vec::new();
            let all: Vec<usize> = (0..rows.len()).collect();
            let grower = Grower { bins: &bins, borders: &borders, slopes: &slopes, growth };
            grower.branch(all, growth.depth, &mut tree);
            for (row, sum) in rows.iter().zip(&mut sums) {
                *sum += f64::from(walk(&tree, &row.measures));
            }
            trees.push(tree);
        }
        Self { start: start as f32, trees }
    }

    pub fn probability(&self, measures: &[f32]) -> f32 {
        let sum: f32 = self.start + self.trees.iter().map(|tree| walk(tree, measures)).sum::<f32>();
        1.0 / (1.0 + (-sum).exp())
    }

    /// As `trees.tsv` has them.
    pub fn lines(&self, names: &[String]) -> String {
        let mut lines = format!("start\t{}\n", self.start);
        for (number, tree) in self.trees.iter().enumerate() {
            for node in tree {
                let _ = match node {
                    Node::Leaf(weight) => writeln!(lines, "{number}\tleaf\t{weight:.4}"),
                    Node::Split { measure, below, skip } => {
                        writeln!(lines, "{number}\t{}\t{below}\t{skip}", names[*measure])
                    }
                };
            }
        }
        lines
    }
}

fn walk(tree: &[Node], measures: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match &tree[at] {
            Node::Leaf(weight) => return *weight,
            Node::Split { measure, below, skip } => at += if measures[*measure] < *below { 1 } else { *skip },
        }
    }
}

/// Each measure is asked for at no more values than this.
const MOST_BORDERS: usize = 60;

/// The values at which each measure is parted, written with few digits.
fn borders(rows: &[&Row]) -> Vec<Vec<f32>> {
    let of = |measure: usize| {
        let mut values: Vec<f32> = rows.iter().map(|row| row.measures[measure]).collect();
        values.sort_by(f32::total_cmp);
        let step = (values.len() / MOST_BORDERS).max(1);
        let mut borders: Vec<f32> = Vec::new();
        let mut distinct = values.clone();
        distinct.dedup();
        let chosen: Vec<f32> = if distinct.len() <= MOST_BORDERS {
            distinct
        } else {
            values.into_iter().step_by(step).collect()
        };
        for pair in chosen.windows(2).filter(|pair| pair[0] < pair[1]) {
            let middle = ((pair[0] + pair[1]) / 2.0 * 1000.0).round() / 1000.0;
            borders.push(if middle > pair[0] && middle <= pair[1] { middle } else { pair[1] });
        }
        borders.dedup();
        borders
    };
    (0..rows.first().map_or(0, |row| row.measures.len())).map(of).collect()
}

/// How many borders each measure of a row is past.
fn binned(row: &Row, borders: &[Vec<f32>]) -> Vec<u8> {
    let past = |(value, borders): (&f32, &Vec<f32>)| borders.partition_point(|border| border <= value);
    let bins = row.measures.iter().zip(borders).map(past);
    bins.map(|past| u8::try_from(past).expect("there are few borders")).collect()
}

struct Grower<'a> {
    bins: &'a [Vec<u8>],
    borders: &'a [Vec<f32>],
    slopes: &'a [(f64, f64)],
    growth: Growth,
}

impl Grower<'_> {
    fn branch(&self, here: Vec<usize>, depth: usize, tree: &mut Vec<Node>) {
        let slopes = here.iter().map(|&at| self.slopes[at]);
        let all = slopes.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let best = if depth > 0 { self.split(&here, all) } else { None };
        let Some((measure, border)) = best else {
            tree.push(Node::Leaf((self.growth.step * all.0 / (all.1 + self.growth.pull)) as f32));
            return;
        };
        let (left, right) = here.into_iter().partition(|&at| usize::from(self.bins[at][measure]) <= border);
        let at = tree.len();
        let below = self.borders[measure][border];
        tree.push(Node::Split { measure, below, skip: 0 });
        self.branch(left, depth - 1, tree);
        let skip = tree.len() - at;
        tree[at] = Node::Split { measure, below, skip };
        self.branch(right, depth - 1, tree);
    }

    /// The best question, as a measure and the number of its border, if any is worth asking.
    fn split(&self, here: &[usize], all: (f64, f64)) -> Option<(usize, usize)> {
        let worth = |slope: f64, curve: f64| slope * slope / (curve + self.growth.pull);
        let whole = worth(all.0, all.1);
        let mut best: Option<(f64, usize, usize)> = None;
        for (measure, borders) in self.borders.iter().enumerate() {
            let mut bins = vec![(0_usize, 0.0_f64, 0.0_f64); borders.len() + 1];
            for &at in here {
                let bin = &mut bins[usize::from(self.bins[at][measure])];
                let (slope, curve) = self.slopes[at];
                *bin = (bin.0 + 1, bin.1 + slope, bin.2 + curve);
            }
            let mut left = (0, 0.0, 0.0);
            for (border, bin) in bins[..borders.len()].iter().enumerate() {
                left = (left.0 + bin.0, left.1 + bin.1, left.2 + bin.2);
                if left.0 < self.growth.fewest || here.len() - left.0 < self.growth.fewest {
                    continue;
                }
                let gain = worth(left.1, left.2) + worth(all.0 - left.1, all.1 - left.2) - whole;
                if gain > best.map_or(1e-9, |best| best.0) {
                    best = Some((gain, measure, border));
                }
            }
        }
        best.map(|(_, measure, border)| (measure, border))
    }
}
