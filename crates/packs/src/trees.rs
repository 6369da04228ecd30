use crate::{PackError, PackFiles};

/// `lang/ID/statements/trees.tsv`: what was learnt of how candidates for statements stand against the others of their
/// sentence.
///
/// Boosted decision trees over named measures. A line is one node, in order: the number of its tree, then either `leaf` and
/// a weight, or the measure, the value below which the left child is taken, and how many nodes further on the right
/// child stands (the left is the next line). The first line is `start` and the sum to begin with. The file is written by
/// the reader's `train_statements` and read by no one else.
#[derive(Debug, Clone, Default)]
pub struct StatementTrees {
    /// The sum to begin with.
    pub start: f32,
    /// The nodes of each tree, its root first.
    pub trees: Vec<Vec<TreeNode>>,
}

/// A node of a decision tree.
#[derive(Debug, Clone, PartialEq)]
pub enum TreeNode {
    /// The end of a path.
    Leaf(f32),
    /// A question.
    Split {
        /// The name of what is measured.
        measure: String,
        /// Smaller values go on to the next node.
        below: f32,
        /// Others go so many nodes further.
        skip: usize,
    },
}

impl StatementTrees {
    /// Reads the file; without one there are no trees.
    ///
    /// # Errors
    /// If a line is no node, or a tree has no end.
    pub(crate) fn load(files: &PackFiles, path: &str) -> Result<Self, PackError> {
        Self::parse(files.text(path)?.unwrap_or_default())
            .map_err(|line| PackError::new(path, format!("line {line}: no node of a tree")))
    }

    /// Reads trees as they are written; the error is the number of the first line that is none.
    ///
    /// # Errors
    /// If a line is no node, or a tree has no end.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut made = Self::default();
        for (number, line) in text.lines().enumerate() {
            made.add(line).ok_or(number + 1)?;
        }
        let ends = |tree: &Vec<TreeNode>| {
            tree.iter().enumerate().all(|(at, node)| match node {
                TreeNode::Leaf(_) => true,
                TreeNode::Split { skip, .. } => *skip > 0 && at + (*skip).max(1) < tree.len(),
            })
        };
        if made.trees.iter().all(ends) { Ok(made) } else { Err(text.lines().count()) }
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let mut parts = line.split('\t');
        let first = parts.next()?;
        if first == "start" {
            self.start = parts.next()?.parse().ok()?;
            return Some(());
        }
        let tree: usize = first.parse().ok()?;
        let node = match parts.next()? {
            "leaf" => TreeNode::Leaf(parts.next()?.parse().ok()?),
            measure => TreeNode::Split {
                measure: measure.to_owned(),
                below: parts.next()?.parse().ok()?,
                skip: parts.next()?.parse().ok()?,
            },
        };
        if tree == self.trees.len() {
            self.trees.push(Vec::new());
        }
        (tree + 1 == self.trees.len()).then(|| self.trees[tree].push(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_as_they_are_written() {
        let read =
            StatementTrees::parse("start\t-1\n0\tnames\t0.5\t2\n0\tleaf\t-0.1\n0\tleaf\t0.2\n1\tleaf\t0.3\n");
        let read = read.expect("these are trees");
        assert!((read.start + 1.0).abs() < f32::EPSILON);
        assert_eq!(read.trees.len(), 2);
        assert_eq!(read.trees[0][0], TreeNode::Split { measure: "names".to_owned(), below: 0.5, skip: 2 });
        assert_eq!(read.trees[1], [TreeNode::Leaf(0.3)]);
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        assert_eq!(StatementTrees::parse("start\t0\n0\tnames\tmany\t2\n").unwrap_err(), 2);
        assert_eq!(StatementTrees::parse("0\tnames\t0.5\t2\n0\tleaf\t1\n").unwrap_err(), 2);
        assert_eq!(StatementTrees::parse("1\tleaf\t1\n").unwrap_err(), 1);
    }
}
