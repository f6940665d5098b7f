//! The labelled articles, their pairs scored and ranked.

use paradup::Detector;
use paradup::restatement::probability;

use crate::labelled::Article;
use crate::labels::Labels;
use crate::metrics::Quality;
use crate::pair::{Pair, pairs, pairs_in_lists};

/// From which probability on the detector calls a pair restated.
pub(crate) const THRESHOLD: f64 = 0.5;

/// The pairs of an article, in order.
pub(crate) struct JudgedArticle {
    source: String,
    pub(crate) pairs: Vec<(Pair, Option<bool>)>,
}

impl JudgedArticle {
    pub(crate) fn new(detector: &Detector, article: &Article) -> JudgedArticle {
        JudgedArticle::of_pairs(article, pairs(detector, &article.paragraphs))
    }

    /// As if the article were a document with markup.
    pub(crate) fn with_markup(detector: &Detector, article: &Article) -> JudgedArticle {
        let lists = vec![None; article.paragraphs.len()];
        JudgedArticle::of_pairs(article, pairs_in_lists(detector, &article.paragraphs, &lists))
    }

    fn of_pairs(article: &Article, pairs: Vec<Pair>) -> JudgedArticle {
        let labels = Labels::of(article);
        let labelled = |pair: Pair| (pair, labels.get(pair.a, pair.b));
        JudgedArticle {
            source: article.source.clone(),
            pairs: pairs.into_iter().map(labelled).collect(),
        }
    }

    /// Copies count as found.
    pub(crate) fn scores(&self, probability: impl Fn(&Pair) -> f64) -> Vec<f64> {
        let score = |pair: &Pair| if pair.copy { 1.0 } else { probability(pair) };
        self.pairs.iter().map(|(pair, _)| score(pair)).collect()
    }

    /// By the coefficients in the source.
    pub(crate) fn shipped_scores(&self) -> Vec<f64> {
        self.scores(|pair| probability(&pair.features).get())
    }

    /// Scores and labels, where there are labels.
    pub(crate) fn labelled<'s>(
        &'s self,
        scores: &'s [f64],
    ) -> impl Iterator<Item = (f64, bool)> + 's {
        let pairs = self.pairs.iter().zip(scores);
        pairs.filter_map(|((_, label), score)| Some((*score, (*label)?)))
    }

    /// The same without copies.
    pub(crate) fn undecided<'s>(
        &'s self,
        scores: &'s [f64],
    ) -> impl Iterator<Item = (f64, bool)> + 's {
        let pairs = self.pairs.iter().zip(scores).filter(|((pair, _), _)| !pair.copy);
        pairs.filter_map(|((_, label), score)| Some((*score, (*label)?)))
    }
}

/// Quality for each source, and the mean over them.
pub(crate) struct BySource {
    pub(crate) sources: Vec<(String, Quality)>,
    pub(crate) mean: Quality,
}

impl BySource {
    /// `scores`: those of each article. `quality` judges what comes of all articles of a source.
    pub(crate) fn new(
        articles: &[JudgedArticle],
        scores: &[Vec<f64>],
        quality: impl Fn(&[(f64, bool)]) -> Quality,
    ) -> BySource {
        let mut names: Vec<&str> = articles.iter().map(|article| &*article.source).collect();
        names.sort_unstable();
        names.dedup();
        let of_source = |name: &str| -> Vec<(f64, bool)> {
            let articles =
                articles.iter().zip(scores).filter(|(article, _)| article.source == name);
            articles.flat_map(|(article, scores)| article.labelled(scores)).collect()
        };
        let sources: Vec<(String, Quality)> =
            names.iter().map(|name| ((*name).to_owned(), quality(&of_source(name)))).collect();
        let qualities: Vec<Quality> = sources.iter().map(|source| source.1).collect();
        BySource { sources, mean: Quality::mean(&qualities) }
    }
}
