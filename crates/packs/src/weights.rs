use std::borrow::Cow;
use std::fmt::Write as _;

use salname_model::Kind;

use crate::{PackError, PackFiles};

/// `statements/weights.tsv`: what was learnt of which candidates for statements are right.
///
/// A feature's name is some parts with a colon between each two. A line holds features that begin alike, with tabs between:
/// what their names begin with, and then of each the last part, a blank and its weight. Names of one part stand on a line
/// that begins with nothing. `threshold:KIND` is the probability below which candidates of a kind are dropped. The file is
/// written by the reader's `train_statements` and read by no one else.
#[derive(Debug, Clone, Default)]
pub struct StatementWeights {
    /// The file as it stands; all of its lines are sound.
    text: Cow<'static, str>,
}

const PATH: &str = "statements/weights.tsv";

/// What thresholds begin with.
const THRESHOLD: &str = "threshold";

/// Without a threshold of its own, a kind's candidates have to be likelier right than wrong.
const EVEN: f32 = 0.5;

impl StatementWeights {
    /// Reads the file; without one, every candidate is as likely right as wrong.
    ///
    /// # Errors
    /// If a line holds anything but features with their weights.
    pub fn load(files: &PackFiles) -> Result<Self, PackError> {
        let text = files.whole_text(PATH)?.unwrap_or_default();
        let broken = text.lines().position(|line| {
            let mut features = features(line).peekable();
            features.peek().is_none() || features.any(|(_, weight)| weight.is_none())
        });
        match broken {
            Some(line) => Err(PackError::new(PATH, format!("line {}: no features with weights", line + 1))),
            None => Ok(Self { text }),
        }
    }

    /// Features with their weights, from anywhere else: for trying before they are written.
    #[must_use]
    pub fn of_lines(lines: impl IntoIterator<Item = (String, f32)>) -> Self {
        let (mut text, mut last) = (String::new(), None);
        for (feature, weight) in lines {
            let (begins, rest) = feature.rsplit_once(':').unwrap_or(("", &feature));
            if last.as_deref() != Some(begins) {
                let end = if text.is_empty() { "" } else { "\n" };
                let _ = write!(text, "{end}{begins}");
                last = Some(begins.to_owned());
            }
            let written = weight.to_string();
            // ".3" says what "0.3" does.
            let (sign, digits) = written.strip_prefix('-').map_or(("", &*written), |digits| ("-", digits));
            let digits = digits.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(digits);
            let _ = write!(text, "\t{rest} {sign}{digits}");
        }
        if !text.is_empty() {
            text.push('\n');
        }
        Self { text: text.into() }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All features in the order of the file, each as what its name begins with, the last part of it, and its weight.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, f32)> + '_ {
        self.text.lines().flat_map(|line| {
            let begins = begins(line);
            features(line).map(move |(rest, weight)| (begins, rest, weight.unwrap_or_default()))
        })
    }

    /// The probability below which candidates of each kind are dropped.
    #[must_use]
    pub fn thresholds(&self) -> [f32; Kind::ALL.len()] {
        let mut thresholds = [EVEN; Kind::ALL.len()];
        for line in self.text.lines().filter(|line| begins(line) == THRESHOLD) {
            for (kind, threshold) in features(line) {
                if let (Ok(kind), Some(threshold)) = (kind.parse::<Kind>(), threshold) {
                    thresholds[kind as usize] = threshold;
                }
            }
        }
        thresholds
    }
}

/// What the names of a line's features begin with.
fn begins(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(begins, _)| begins)
}

/// The last parts of a line's names, each with its weight, if one can be read.
fn features(line: &str) -> impl Iterator<Item = (&str, Option<f32>)> {
    line.split('\t').skip(1).map(|written| {
        let read = written.rsplit_once(' ');
        read.map_or((written, None), |(rest, weight)| (rest, weight.parse().ok()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<StatementWeights, PackError> {
        let mut files = PackFiles::default();
        files.insert(PATH, text);
        StatementWeights::load(&files)
    }

    #[test]
    fn weights_are_read_as_they_are_written() {
        let lines = [
            ("threshold:attack", 0.25),
            ("a:b:x", -0.5),
            ("a:b:take part", 12.0),
            ("alone", 0.0),
            ("::", 1.5),
        ];
        let made = StatementWeights::of_lines(lines.map(|(name, weight)| (name.to_owned(), weight)));
        assert_eq!(made.text(), "threshold\tattack .25\na:b\tx -.5\ttake part 12\n\talone 0\n:\t 1.5\n");
        let read = read(made.text()).expect("these are weights");
        let all: Vec<_> = read.iter().collect();
        assert_eq!(
            all,
            [
                ("threshold", "attack", 0.25),
                ("a:b", "x", -0.5),
                ("a:b", "take part", 12.0),
                ("", "alone", 0.0),
                (":", "", 1.5)
            ]
        );
        assert!((read.thresholds()[Kind::Attack as usize] - 0.25).abs() < f32::EPSILON);
        assert!((read.thresholds()[Kind::Office as usize] - EVEN).abs() < f32::EPSILON);
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        assert!(read("a:b\tx much").is_err());
        assert!(read("a:b\tx 1\ty").is_err());
        assert!(read("a:b").unwrap_err().to_string().contains("line 1"));
    }
}
