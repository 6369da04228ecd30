use std::collections::BTreeMap;

const MAGIC: &[u8; 4] = b"SLM1";
/// Steps of a quantised logarithm (natural) a unit.
const STEPS: f32 = 14.0;

/// A backoff n-gram model of a language's letters inside words: a trie of n-grams, level by level.
///
/// Symbol 0 is the word boundary, symbol 1 any letter outside the alphabet, symbol `2 + i` the alphabet's letter `i`.
/// A node is an n-gram; the root (the empty n-gram) is node 0. Probabilities are natural logarithms, quantised to
/// 1/14.
///
/// The file: `SLM1`; order (u8); alphabet as length (u16) and UTF-8; for each level from 1 to the order the number of
/// its n-grams (u32); then for each level the n-grams' last symbols (u8), probabilities (u8), and, but for the last
/// level, backoff weights (u8) and numbers of children (u8). Little-endian. Children of one node stand together, in
/// the order of their symbols.
#[derive(Debug, Clone, Default)]
pub struct LetterModel {
    alphabet: Vec<char>,
    order: usize,
    symbols: Vec<u8>,
    probabilities: Vec<u8>,
    /// Nodes of all levels but the last have these three.
    backoffs: Vec<u8>,
    /// The children of inner node `i` are `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
}

/// A place in the model: an n-gram.
pub type Node = u32;

impl LetterModel {
    /// Symbol of the word boundary.
    pub const BOUNDARY: u8 = 0;
    /// Symbol of letters outside the alphabet.
    pub const OTHER: u8 = 1;
    /// The empty n-gram.
    pub const ROOT: Node = 0;

    /// The letters, in lower case; letter `i` has symbol `2 + i`.
    #[must_use]
    pub fn alphabet(&self) -> &[char] {
        &self.alphabet
    }

    /// Length of the longest n-grams.
    #[must_use]
    pub fn order(&self) -> usize {
        self.order
    }

    /// Number of symbols, the boundary and the other letters included.
    #[must_use]
    pub fn symbol_count(&self) -> usize {
        self.alphabet.len() + 2
    }

    /// Number of n-grams, the empty one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// True if the model knows no letter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.symbols.len() <= 1
    }

    /// Number of n-grams shorter than the order: the nodes below this one may be followed by others.
    #[must_use]
    pub fn inner_len(&self) -> usize {
        self.backoffs.len()
    }

    /// The n-gram `node` followed by `symbol`.
    #[must_use]
    pub fn child(&self, node: Node, symbol: u8) -> Option<Node> {
        let node = node as usize;
        if node + 1 >= self.starts.len() {
            return None;
        }
        let (start, end) = (self.starts[node] as usize, self.starts[node + 1] as usize);
        let children = &self.symbols[start..end];
        let found = if children.len() <= 8 {
            children.iter().position(|&known| known == symbol)?
        } else {
            children.binary_search(&symbol).ok()?
        };
        u32::try_from(start + found).ok()
    }

    /// The children of a node with their symbols.
    pub fn children(&self, node: Node) -> impl Iterator<Item = (u8, Node)> + '_ {
        let node = node as usize;
        let range = if node + 1 < self.starts.len() {
            self.starts[node] as usize..self.starts[node + 1] as usize
        } else {
            0..0
        };
        range.filter_map(|child| Some((self.symbols[child], u32::try_from(child).ok()?)))
    }

    /// Logarithm of the probability of the n-gram's last symbol after those before it.
    #[must_use]
    pub fn probability(&self, node: Node) -> f32 {
        -f32::from(self.probabilities[node as usize]) / STEPS
    }

    /// Logarithm of the weight of the shorter n-gram where this one is followed by an unseen symbol.
    #[must_use]
    pub fn backoff(&self, node: Node) -> f32 {
        self.backoffs.get(node as usize).map_or(0.0, |&backoff| -f32::from(backoff) / STEPS)
    }

    /// Reads a model.
    ///
    /// # Errors
    /// If the bytes are no such model: the reason.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut rest = bytes;
        let mut take = |count: usize| -> Result<&[u8], String> {
            let (taken, left) = rest.split_at_checked(count).ok_or("the file is cut off")?;
            rest = left;
            Ok(taken)
        };
        if take(4)? != MAGIC {
            return Err("is not a letter model: learn it with the learn_letters example".into());
        }
        let order = usize::from(take(1)?[0]);
        let length = take(2)?;
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let alphabet = std::str::from_utf8(take(length)?).map_err(|_| "the alphabet is not UTF-8")?;
        let alphabet: Vec<char> = alphabet.chars().collect();
        if order == 0 || order > 12 || alphabet.len() > 250 {
            return Err("order or alphabet are out of bounds".into());
        }
        let mut counts = vec![1_usize];
        for _ in 0..order {
            let count = take(4)?;
            counts.push(u32::from_le_bytes([count[0], count[1], count[2], count[3]]) as usize);
        }
        let mut model = Self { alphabet, order, ..Self::default() };
        let mut children: Vec<u8> = Vec::new();
        for (level, &count) in counts.iter().enumerate() {
            model.symbols.extend_from_slice(take(count)?);
            model.probabilities.extend_from_slice(take(count)?);
            if level < order {
                model.backoffs.extend_from_slice(take(count)?);
                children.extend_from_slice(take(count)?);
            }
        }
        let mut start = 1_u32;
        for &count in &children {
            model.starts.push(start);
            start += u32::from(count);
        }
        model.starts.push(start);
        let symbols = model.symbol_count();
        if start as usize != model.symbols.len()
            || model.symbols.iter().any(|&symbol| usize::from(symbol) >= symbols)
        {
            return Err("its n-grams contradict one another".into());
        }
        Ok(model)
    }

    /// The model as a file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let alphabet: String = self.alphabet.iter().collect();
        bytes.push(u8::try_from(self.order).expect("learn() bounds the order"));
        bytes.extend(u16::try_from(alphabet.len()).expect("learn() bounds the alphabet").to_le_bytes());
        bytes.extend(alphabet.as_bytes());
        let mut levels: Vec<std::ops::Range<usize>> = vec![std::ops::Range { start: 0, end: 1 }];
        for _ in 0..self.order {
            let above = levels.last().cloned().unwrap_or_default();
            levels.push(self.starts[above.start] as usize..self.starts[above.end] as usize);
        }
        for level in &levels[1..] {
            bytes.extend(u32::try_from(level.len()).expect("nodes are counted in u32").to_le_bytes());
        }
        for (depth, level) in levels.iter().enumerate() {
            bytes.extend(&self.symbols[level.clone()]);
            bytes.extend(&self.probabilities[level.clone()]);
            if depth < self.order {
                bytes.extend(&self.backoffs[level.clone()]);
                let count = |node: usize| self.starts[node + 1] - self.starts[node];
                bytes.extend(
                    level.clone().map(|node| u8::try_from(count(node)).expect("at most 252 symbols")),
                );
            }
        }
        bytes
    }

    /// Learns a model of n-grams up to `order` from words (in lower case) with their weights.
    ///
    /// `threshold` prunes: n-grams that a shorter one predicts nearly as well are left out (weight times gain in nats).
    #[must_use]
    pub fn learn(alphabet: &str, order: usize, words: &[(&str, f64)], threshold: f64) -> Self {
        let mut counts = NgramCounts::new(alphabet, order);
        for (word, weight) in words {
            counts.add_word(word, *weight);
        }
        counts.model(threshold)
    }
}

/// Weighted counts of n-grams, from which a [`LetterModel`] is made.
#[derive(Debug, Clone)]
pub struct NgramCounts {
    alphabet: Vec<char>,
    order: usize,
    /// By length, 1 first.
    counts: Vec<BTreeMap<Vec<u8>, f64>>,
}

impl NgramCounts {
    /// No counts yet, for n-grams up to `order` (at most 12) over an alphabet in lower case (at most 250 letters).
    #[must_use]
    pub fn new(alphabet: &str, order: usize) -> Self {
        let order = order.clamp(1, 12);
        Self { alphabet: alphabet.chars().take(250).collect(), order, counts: vec![BTreeMap::new(); order] }
    }

    /// The symbol of a letter in lower case.
    #[must_use]
    pub fn symbol(&self, letter: char) -> u8 {
        let found = self.alphabet.iter().position(|&known| known == letter);
        found.and_then(|at| u8::try_from(at + 2).ok()).unwrap_or(LetterModel::OTHER)
    }

    /// Counts the n-grams of a word, its boundaries included.
    pub fn add_word(&mut self, word: &str, weight: f64) {
        let mut symbols = vec![LetterModel::BOUNDARY];
        symbols.extend(word.chars().map(|letter| self.symbol(letter)));
        symbols.push(LetterModel::BOUNDARY);
        for end in 2..=symbols.len() {
            for length in 1..=self.order.min(end) {
                *self.counts[length - 1].entry(symbols[end - length..end].to_vec()).or_default() += weight;
            }
        }
    }

    /// Adds to the count of one n-gram, written in symbols; its parts are not counted with it.
    pub fn add(&mut self, ngram: &[u8], weight: f64) {
        if (1..=self.order).contains(&ngram.len()) && weight > 0.0 {
            *self.counts[ngram.len() - 1].entry(ngram.to_vec()).or_default() += weight;
        }
    }

    /// The model: Witten-Bell smoothing, pruned by `threshold` (see [`LetterModel::learn`]).
    #[must_use]
    pub fn model(&self, threshold: f64) -> LetterModel {
        let estimates = self.estimates();
        let kept = self.kept(&estimates, threshold);
        let quantised = |log: f64| {
            let steps = (-log * f64::from(STEPS)).round().clamp(0.0, 255.0);
            // Clamped to a byte on the line above.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let byte = steps as u8;
            byte
        };
        let mut model =
            LetterModel { alphabet: self.alphabet.clone(), order: self.order, ..LetterModel::default() };
        model.symbols.push(0);
        model.probabilities.push(0);
        let mut level: Vec<Vec<u8>> = vec![Vec::new()];
        let mut next = 1_u32;
        for length in 1..=self.order {
            let mut below = Vec::new();
            for parent in &level {
                let backoff = estimates.backoffs.get(parent).map_or(0.0, |weight| weight.ln());
                model.backoffs.push(quantised(backoff));
                model.starts.push(next);
                for (ngram, _) in children(&kept[length - 1], parent) {
                    model.symbols.push(*ngram.last().expect("n-grams of a level are not empty"));
                    model.probabilities.push(quantised(estimates.probabilities[length - 1][ngram].ln()));
                    below.push(ngram.clone());
                    next += 1;
                }
            }
            level = below;
        }
        model.starts.push(next);
        model
    }

    /// Interpolated probabilities of all n-grams, and the weight that each context leaves to the shorter one.
    fn estimates(&self) -> Estimates {
        #[expect(clippy::cast_precision_loss)]
        let uniform = 1.0 / (self.alphabet.len() + 2) as f64;
        let mut made = Estimates::default();
        for length in 1..=self.order {
            let mut probabilities = BTreeMap::new();
            let mut contexts: BTreeMap<&[u8], (f64, f64)> = BTreeMap::new();
            for (ngram, count) in &self.counts[length - 1] {
                let (total, kinds) = contexts.entry(&ngram[..length - 1]).or_default();
                *total += count;
                *kinds += 1.0;
            }
            for (ngram, count) in &self.counts[length - 1] {
                let (total, kinds) = contexts[&ngram[..length - 1]];
                let shorter =
                    if length == 1 { uniform } else { made.probability(&ngram[1..]).unwrap_or(uniform) };
                probabilities.insert(ngram.clone(), (count + kinds * shorter) / (total + kinds));
            }
            for (context, (total, kinds)) in contexts {
                made.backoffs.insert(context.to_vec(), kinds / (total + kinds));
            }
            made.probabilities.push(probabilities);
        }
        // The smallest models still know every symbol.
        for symbol in 0..=u8::try_from(self.alphabet.len() + 1).unwrap_or(u8::MAX) {
            made.probabilities[0].entry(vec![symbol]).or_insert(1e-7);
        }
        made
    }

    /// The n-grams worth keeping, each with its prefix and its suffix: what the automaton needs.
    fn kept(&self, estimates: &Estimates, threshold: f64) -> Vec<BTreeMap<Vec<u8>, f64>> {
        let mut kept = vec![BTreeMap::new(); self.order];
        for symbol in estimates.probabilities[0].keys() {
            kept[0].insert(symbol.clone(), 0.0);
        }
        for length in (2..=self.order).rev() {
            for (ngram, &probability) in &estimates.probabilities[length - 1] {
                let shorter = estimates.backoffs.get(&ngram[..length - 1]).copied().unwrap_or(1.0)
                    * estimates.probability(&ngram[1..]).unwrap_or(1e-9);
                let gain = self.counts[length - 1][ngram] * (probability / shorter).ln().abs();
                if gain >= threshold || kept[length - 1].contains_key(ngram) {
                    for part in [&ngram[..length - 1], &ngram[1..]] {
                        if estimates.probabilities[length - 2].contains_key(part) {
                            kept[length - 2].insert(part.to_vec(), 0.0);
                        }
                    }
                    kept[length - 1].insert(ngram.clone(), 0.0);
                }
            }
        }
        // A prefix that was never counted by itself would leave its n-grams without a parent.
        for length in 2..=self.order {
            let (shorter, longer) = kept.split_at_mut(length - 1);
            longer[0].retain(|ngram, _| shorter[length - 2].contains_key(&ngram[..length - 1]));
        }
        kept
    }
}

#[derive(Debug, Default)]
struct Estimates {
    probabilities: Vec<BTreeMap<Vec<u8>, f64>>,
    backoffs: BTreeMap<Vec<u8>, f64>,
}

impl Estimates {
    /// Of the n-gram, or of its longest suffix that was counted.
    fn probability(&self, ngram: &[u8]) -> Option<f64> {
        let mut weight = 1.0;
        for start in 0..ngram.len() {
            if let Some(known) = self.probabilities[ngram.len() - start - 1].get(&ngram[start..]) {
                return Some(weight * known);
            }
            weight *= self.backoffs.get(&ngram[start..ngram.len() - 1]).copied().unwrap_or(1.0);
        }
        None
    }
}

/// The n-grams of a level that continue `parent`, in order.
fn children<'a>(
    level: &'a BTreeMap<Vec<u8>, f64>,
    parent: &'a [u8],
) -> impl Iterator<Item = (&'a Vec<u8>, &'a f64)> {
    level.range(parent.to_vec()..).take_while(move |(ngram, _)| ngram.starts_with(parent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> LetterModel {
        LetterModel::learn("abc", 3, &[("abab", 3.0), ("cab", 1.0), ("ba", 1.0)], 0.0)
    }

    #[test]
    fn a_model_survives_its_file() {
        let model = model();
        let again = LetterModel::read(&model.write()).unwrap();
        assert_eq!(again.symbols, model.symbols);
        assert_eq!(again.probabilities, model.probabilities);
        assert_eq!(again.starts, model.starts);
    }

    #[test]
    fn seen_continuations_are_likelier_than_unseen_ones() {
        let model = model();
        let [a, b] = [2, 3];
        let after_a = model.child(LetterModel::ROOT, a).unwrap();
        let ab = model.probability(model.child(after_a, b).unwrap());
        assert!(ab > -0.5, "b nearly always follows a: {ab}");
        assert!(model.child(after_a, a).is_none());
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        let whole = model().write();
        assert!(LetterModel::read(b"").is_err());
        assert!(LetterModel::read(b"PK\x03\x04 and so on").is_err());
        for cut in 0..whole.len() {
            assert!(LetterModel::read(&whole[..cut]).is_err(), "{cut}");
        }
    }
}
