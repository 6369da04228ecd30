//! Training the tagger: conditional likelihood by stochastic gradient (`AdaGrad`), the same model from the same examples.

use salname_model::{Anchor, Class, Paragraph, Span, TimeMention};
use salname_packs::Packs;

use super::evidence::{PLACES, TypeFeatures};
use super::finder::Finder;
use super::label::{self, LABELS, OUTSIDE, may_follow};
use super::tagger::{FeatureMap, Weights, to_bytes};

/// How often all examples are gone through.
const EPOCHS: usize = 24;
/// Length of the first steps.
const RATE: f32 = 0.25;
/// What is kept of every weight after each epoch: weights that the examples do not hold up fade.
const KEEP: f32 = 0.97;
/// A feature seen less often teaches nothing that would hold elsewhere.
const FEWEST: u32 = 2;
/// Smaller weights are left out of the model.
const SMALLEST: f32 = 0.02;

/// A paragraph with its names marked.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Names in order, in bytes of the text.
    pub names: Vec<(Span, Class)>,
    /// Calendar expressions in order, in bytes of the text.
    pub times: Vec<Span>,
}

/// Learns from examples of one language how names are told from other words.
#[derive(Debug)]
pub struct Trainer {
    language: String,
    /// With the gazetteer and without: each example is seen both ways, so that the model leans on neither alone.
    finders: Vec<Finder>,
    features: FeatureMap<Counted>,
    sequences: Vec<Sequence>,
}

#[derive(Debug, Clone, Copy)]
struct Counted {
    index: usize,
    count: u32,
}

#[derive(Debug)]
struct Sequence {
    /// Features of each word, as indices.
    words: Vec<Vec<usize>>,
    labels: Vec<usize>,
}

impl Trainer {
    /// A trainer for the language of that identifier.
    #[must_use]
    pub fn new(packs: &Packs, language: &str) -> Self {
        Self {
            language: language.to_owned(),
            finders: vec![Finder::new(packs, false), Finder::new(packs, true)],
            features: FeatureMap::default(),
            sequences: Vec::new(),
        }
    }

    /// Adds a document's paragraphs.
    pub fn add(&mut self, examples: &[Example]) {
        let paragraphs: Vec<Paragraph> =
            examples.iter().map(|example| Paragraph::sound(&example.text, 0, &self.language)).collect();
        let times: Vec<TimeMention> = examples
            .iter()
            .enumerate()
            .flat_map(|(index, example)| {
                example.times.iter().map(move |span| time(index, *span, &example.text))
            })
            .collect();
        for finder in 0..self.finders.len() {
            self.add_as_seen_by(finder, examples, &paragraphs, &times);
        }
    }

    fn add_as_seen_by(
        &mut self,
        finder: usize,
        examples: &[Example],
        paragraphs: &[Paragraph],
        times: &[TimeMention],
    ) {
        let finder = &self.finders[finder];
        let document = finder.document(paragraphs, times);
        let mut described = TypeFeatures::default();
        let mut pieces = document.pieces();
        while let Some(lines) = pieces.next(&document.forms) {
            let example = &examples[lines.paragraph];
            let passage = lines.passage(&document.forms);
            let forms = &document.forms[lines.vocabulary];
            let gold = gold_labels(lines.words.iter().map(|word| word.span), &example.names);
            for sentence in &lines.sentences {
                let hints = finder.hints(&passage, sentence).hints;
                let mut words = Vec::with_capacity(sentence.len());
                for index in 0..sentence.len() {
                    let mut features = Vec::new();
                    for place in PLACES {
                        if let Some(other) =
                            index.checked_add_signed(place).filter(|other| *other < sentence.len())
                        {
                            let kind = passage.kinds[sentence.start + other] as usize;
                            described.describe(&forms.types[kind], forms.seen[kind]);
                            features.extend(described.at(place));
                        }
                    }
                    features.extend(hints.place(&passage, sentence, index).features());
                    let next = &mut self.features;
                    words.push(features.into_iter().map(|feature| counted(next, feature)).collect());
                }
                self.sequences.push(Sequence { words, labels: gold[sentence.clone()].to_vec() });
            }
        }
    }

    /// The model that the examples teach, as the bytes of a `names.model`.
    #[must_use]
    pub fn train(&self) -> Vec<u8> {
        let frequent = self.frequent();
        let mut field = Field::new(self.features.len());
        let mut order: Vec<usize> = (0..self.sequences.len()).collect();
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..EPOCHS {
            for last in (1..order.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                order.swap(last, usize::try_from(state >> 33).unwrap_or(0) % (last + 1));
            }
            for &index in &order {
                field.learn(&self.sequences[index], &frequent);
            }
            field.fade();
        }
        let mut weights = FeatureMap::default();
        for (feature, counted) in &self.features {
            let learnt = field.weights[counted.index];
            if frequent[counted.index] && learnt.iter().any(|weight| weight.abs() >= SMALLEST) {
                weights.insert(*feature, learnt);
            }
        }
        to_bytes(&weights, &field.steps)
    }

    fn frequent(&self) -> Vec<bool> {
        let mut frequent = vec![false; self.features.len()];
        // Every example counts once for each finder.
        let fewest = FEWEST * u32::try_from(self.finders.len()).unwrap_or(1);
        for counted in self.features.values() {
            frequent[counted.index] = counted.count >= fewest;
        }
        frequent
    }
}

fn counted(features: &mut FeatureMap<Counted>, feature: u64) -> usize {
    let index = features.len();
    let counted = features.entry(feature).or_insert(Counted { index, count: 0 });
    counted.count += 1;
    counted.index
}

fn time(paragraph: usize, span: Span, text: &str) -> TimeMention {
    TimeMention {
        anchor: Anchor { paragraph, text: span, source: span },
        text: text[span.range()].to_owned(),
        value: None,
        note: String::new(),
    }
}

fn gold_labels(words: impl Iterator<Item = Span>, names: &[(Span, Class)]) -> Vec<usize> {
    let mut names = names.iter().peekable();
    let mut inside = None;
    words
        .map(|word| {
            while names.next_if(|(span, _)| span.end <= word.start).is_some() {}
            match names.peek() {
                Some((span, class)) if span.overlaps(word) => {
                    let first = inside != Some(*span);
                    inside = Some(*span);
                    if first { label::begin(*class) } else { label::inside(*class) }
                }
                _ => OUTSIDE,
            }
        })
        .collect()
}

/// The conditional random field while it learns.
struct Field {
    weights: Vec<Weights>,
    squares: Vec<Weights>,
    steps: [Weights; LABELS],
    step_squares: [Weights; LABELS],
}

impl Field {
    fn new(features: usize) -> Self {
        Self {
            weights: vec![[0.0; LABELS]; features],
            squares: vec![[0.0; LABELS]; features],
            steps: [[0.0; LABELS]; LABELS],
            step_squares: [[0.0; LABELS]; LABELS],
        }
    }

    /// One step along the gradient of the likelihood of a sequence's labels.
    fn learn(&mut self, sequence: &Sequence, frequent: &[bool]) {
        let scores: Vec<Weights> = sequence
            .words
            .iter()
            .map(|features| {
                let mut sum = [0.0; LABELS];
                for &feature in features.iter().filter(|feature| frequent[**feature]) {
                    sum.iter_mut().zip(&self.weights[feature]).for_each(|(sum, weight)| *sum += weight);
                }
                sum
            })
            .collect();
        let forward = self.forward(&scores);
        let backward = self.backward(&scores);
        let last = forward.len() - 1;
        let whole = log_sum((0..LABELS).map(|label| forward[last][label]));
        let mut step_gradient = [[0.0_f32; LABELS]; LABELS];
        for index in 0..scores.len() {
            let mut gradient = [0.0_f32; LABELS];
            for label in 0..LABELS {
                gradient[label] = -(forward[index][label] + backward[index][label] - whole).exp();
            }
            gradient[sequence.labels[index]] += 1.0;
            for &feature in sequence.words[index].iter().filter(|feature| frequent[**feature]) {
                ascend(&mut self.weights[feature], &mut self.squares[feature], &gradient);
            }
            let before = index.checked_sub(1);
            for (label, score) in scores[index].iter().enumerate() {
                for from in 0..LABELS {
                    if may_follow(from, label) && (before.is_some() || from == OUTSIDE) {
                        let start = before.map_or(0.0, |before| forward[before][from]);
                        let sum = start + self.steps[from][label] + score + backward[index][label] - whole;
                        step_gradient[from][label] -= sum.exp();
                    }
                }
            }
            let from = before.map_or(OUTSIDE, |before| sequence.labels[before]);
            step_gradient[from][sequence.labels[index]] += 1.0;
        }
        for (from, gradient) in step_gradient.iter().enumerate() {
            ascend(&mut self.steps[from], &mut self.step_squares[from], gradient);
        }
    }

    /// Logarithms of the sums over all paths up to each word and label. Paths start from outside.
    fn forward(&self, scores: &[Weights]) -> Vec<Weights> {
        let mut sums: Vec<Weights> = Vec::with_capacity(scores.len());
        for (index, score) in scores.iter().enumerate() {
            let mut here = [f32::NEG_INFINITY; LABELS];
            for label in 0..LABELS {
                let from = |before: usize| match index.checked_sub(1) {
                    Some(last) => sums[last][before],
                    None if before == OUTSIDE => 0.0,
                    None => f32::NEG_INFINITY,
                };
                let paths = (0..LABELS)
                    .filter(|&before| may_follow(before, label))
                    .map(|before| from(before) + self.steps[before][label]);
                here[label] = log_sum(paths) + score[label];
            }
            sums.push(here);
        }
        sums
    }

    /// Logarithms of the sums over all paths after each word and label.
    fn backward(&self, scores: &[Weights]) -> Vec<Weights> {
        let mut sums = vec![[0.0; LABELS]; scores.len()];
        for index in (0..scores.len().saturating_sub(1)).rev() {
            for label in 0..LABELS {
                let paths = (0..LABELS)
                    .filter(|&next| may_follow(label, next))
                    .map(|next| self.steps[label][next] + scores[index + 1][next] + sums[index + 1][next]);
                sums[index][label] = log_sum(paths);
            }
        }
        sums
    }

    fn fade(&mut self) {
        self.weights.iter_mut().flatten().for_each(|weight| *weight *= KEEP);
    }
}

fn ascend(weights: &mut Weights, squares: &mut Weights, gradient: &Weights) {
    for label in 0..LABELS {
        let slope = gradient[label];
        if slope.abs() > 1e-6 {
            squares[label] += slope * slope;
            weights[label] += RATE * slope / (squares[label].sqrt() + 1.0);
        }
    }
}

/// The logarithm of the sum of exponentials.
fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = values.clone().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + values.map(|value| (value - most).exp()).sum::<f32>().ln()
}
