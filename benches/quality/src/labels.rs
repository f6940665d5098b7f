//! What is known of the pairs of a collection.

use crate::labelled::Article;

/// For each pair whether one paragraph restates the other; none where that is not known.
#[derive(Clone)]
pub(crate) struct Labels {
    paragraphs: usize,
    cells: Vec<Option<bool>>,
}

impl Labels {
    /// The same for every pair.
    pub(crate) fn all(paragraphs: usize, label: Option<bool>) -> Labels {
        Labels { paragraphs, cells: vec![label; paragraphs * paragraphs] }
    }

    pub(crate) fn of(article: &Article) -> Labels {
        let mut labels = Labels::all(article.paragraphs.len(), Some(false));
        for (a, b) in &article.restated {
            labels.set(*a, *b, Some(true));
        }
        for (a, b) in &article.ignore {
            labels.set(*a, *b, None);
        }
        labels
    }

    pub(crate) fn get(&self, a: usize, b: usize) -> Option<bool> {
        self.cells[a * self.paragraphs + b]
    }

    pub(crate) fn set(&mut self, a: usize, b: usize, label: Option<bool>) {
        self.cells[a * self.paragraphs + b] = label;
        self.cells[b * self.paragraphs + a] = label;
    }

    /// The labels of these paragraphs among themselves.
    pub(crate) fn subset(&self, positions: &[usize]) -> Labels {
        let row = |a: &usize| positions.iter().map(|b| self.get(*a, *b)).collect::<Vec<_>>();
        Labels { paragraphs: positions.len(), cells: positions.iter().flat_map(row).collect() }
    }

    /// The same for more paragraphs, none of which restates any other.
    pub(crate) fn extended(&self, paragraphs: usize) -> Labels {
        let mut labels = Labels::all(paragraphs, Some(false));
        for a in 0..self.paragraphs {
            for b in 0..a {
                labels.set(a, b, self.get(a, b));
            }
        }
        labels
    }
}
