//! `quality fit`: the coefficients, and what each feature is good for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use paradup::Detector;
use paradup::restatement::Features;
use rayon::prelude::*;

use crate::baseline::{jaccard, words};
use crate::judged::{BySource, JudgedArticle, THRESHOLD};
use crate::labelled::{self, Article, Data};
use crate::metrics::{Quality, log_loss};
use crate::pair::pairs_in_lists;
use crate::regression::{FEATURES, Model, Row};
use crate::set::Set;
use crate::training::{self, FOLDS, Kind, Sample};
use crate::wild::{self, WildPair, wild_pairs};
use crate::{Failure, open};

/// Fit the coefficients and print them as the source has them
#[derive(Args)]
pub(crate) struct Fit {
    /// The directory of the labelled data
    #[arg(long, value_name = "DIR", default_value = labelled::DIRECTORY)]
    data: PathBuf,
    /// A file of further labelled documents, as `rows` prints them
    #[arg(long, value_name = "FILE")]
    more: Option<PathBuf>,
}

impl Fit {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let data = open(&self.data)?;
        let detector = Detector::default();
        let wild = wild_pairs(&detector, &data.wild()?, &labelled::further(self.more.as_deref())?);
        let training = Training::read(&data, &wild)?;
        let articles = data.articles()?;
        let plain = judged(&articles, |article| JudgedArticle::new(&detector, article));
        let marked_up = judged(&articles, |article| JudgedArticle::with_markup(&detector, article));
        let sets = [(Set::Plain, plain), (Set::Structured, marked_up)];
        for (set, _) in &sets {
            print_source(*set, &training.fit(*set));
        }
        let own = &wild[..wild.partition_point(|pair| pair.is_own)];
        for (set, judged) in sets {
            print_losses(&training, set, &judged, own);
        }
        Ok(())
    }
}

pub(crate) fn judged(
    articles: &[Article],
    judge: impl Fn(&Article) -> JudgedArticle + Sync + Send,
) -> Vec<JudgedArticle> {
    articles.par_iter().map(judge).collect()
}

/// The training pairs, each with the fold of its collection.
pub(crate) struct Training<'w> {
    rows: Vec<(usize, Kind, Row)>,
    /// Pairs from documents as they are.
    wild: &'w [WildPair],
}

impl Training<'_> {
    pub(crate) fn read<'w>(data: &Data, wild: &'w [WildPair]) -> Result<Training<'w>, Failure> {
        let samples = training::samples(&data.articles()?, &data.multilingual()?);
        let detector = Detector::default();
        let rows = samples.par_iter().flat_map_iter(|sample| rows(&detector, sample)).collect();
        Ok(Training { rows, wild })
    }

    /// Fitted on everything.
    pub(crate) fn fit(&self, set: Set) -> Model {
        self.fit_on((set, set.features()), |_| true, |_| true)
    }

    /// For each fold the model that has not seen it.
    pub(crate) fn folds(&self, set: (Set, [bool; FEATURES])) -> Vec<Model> {
        let folds = (0..FOLDS).into_par_iter();
        folds.map(|fold| self.fit_on(set, |other| other != fold, |_| true)).collect()
    }

    /// For each work of these pairs the model that has not seen it.
    pub(crate) fn works<'p>(
        &self,
        set: (Set, [bool; FEATURES]),
        pairs: &'p [WildPair],
    ) -> BTreeMap<&'p str, Model> {
        let works: BTreeSet<&str> = pairs.iter().map(|pair| &*pair.work).collect();
        let without = |work: &str| self.fit_on(set, |_| true, |other| other != work);
        works.into_par_iter().map(|work| (work, without(work))).collect()
    }

    /// Fitted on some folds and some works.
    fn fit_on(
        &self,
        (set, used): (Set, [bool; FEATURES]),
        takes_fold: impl Fn(usize) -> bool,
        takes_work: impl Fn(&str) -> bool,
    ) -> Model {
        let rows = self
            .rows
            .iter()
            .filter(|row| takes_fold(row.0))
            .map(|(_, _, row)| Row { weight: set.of_article(row.weight, row.restated), ..*row });
        let wild = self.wild.iter().filter(|pair| takes_work(&pair.work));
        let wild = wild.filter_map(|pair| wild_row(set, pair));
        Model::fit(&rows.chain(wild).collect::<Vec<Row>>(), used)
    }

    /// The probabilities that these models give the pairs of a kind, each in its own fold.
    pub(crate) fn probabilities(&self, folds: &[Model], kind: Kind) -> Vec<(f64, bool)> {
        let rows = self.rows.iter().filter(|row| row.1 == kind);
        rows.map(|(fold, _, row)| (folds[*fold].probability(&row.values), row.restated)).collect()
    }
}

/// The pairs that a fit can learn from: those that are decided without it left out.
fn rows(detector: &Detector, sample: &Sample) -> Vec<(usize, Kind, Row)> {
    let (kind, labels) = (sample.kind, &sample.labels);
    let words: Vec<_> = sample.paragraphs.iter().map(|paragraph| words(paragraph)).collect();
    pairs_in_lists(detector, &sample.paragraphs, &vec![None; words.len()])
        .into_iter()
        .filter(|pair| !pair.copy && pair.features.can_restate())
        .filter_map(|pair| Some((pair, labels.get(pair.a, pair.b)?)))
        .filter(|(pair, restated)| {
            *restated || jaccard(&words[pair.a], &words[pair.b]) <= kind.most_in_common()
        })
        .map(|(pair, restated)| {
            let values = pair.features.values();
            (sample.fold, kind, Row { values, restated, weight: kind.weight() })
        })
        .collect()
}

/// None where the pair is not fitted on.
fn wild_row(set: Set, pair: &WildPair) -> Option<Row> {
    let (values, weight) = (pair.features.values(), set.of_wild(pair));
    let is_fitted = pair.features.can_restate() && weight > 0.0;
    is_fitted.then_some(Row { values, restated: pair.restated, weight })
}

fn print_source(set: Set, model: &Model) {
    let name = if set == Set::Plain { "PLAIN" } else { "STRUCTURED" };
    anstream::println!("const {name}: Model = Model {{");
    anstream::println!("    intercept: {},", digits(model.intercept));
    anstream::println!("    coefficients: [");
    for (coefficient, name) in model.coefficients.iter().zip(Features::NAMES) {
        anstream::println!("        {}, // {name}", digits(*coefficient));
    }
    anstream::println!("    ],\n}};\n");
}

/// Six decimals, in groups of three.
fn digits(number: f64) -> String {
    let digits = format!("{number:.6}");
    let (head, tail) = digits.split_at(digits.len() - 3);
    format!("{head}_{tail}")
}

/// What is lost without each feature, by cross-validation.
fn print_losses(training: &Training<'_>, set: Set, judged: &[JudgedArticle], wild: &[WildPair]) {
    anstream::println!(
        "without                          |   AP   | R@P95  |   F1   | log loss: articles | small | merged | unrelated flagged | wild: AP | log loss"
    );
    let features = set.features();
    let all = (0..FEATURES).filter(|feature| features[*feature]);
    for left_out in core::iter::once(None).chain(all.map(Some)) {
        let used = core::array::from_fn(|feature| features[feature] && Some(feature) != left_out);
        let folds = training.folds((set, used));
        let works = training.works((set, used), wild);
        let in_wild = wild::worth(wild, &crossed_wild_scores(wild, &works));
        let mean = crossed(judged, &folds).mean;
        let loss = |kind| log_loss(&training.probabilities(&folds, kind));
        let unrelated = training.probabilities(&folds, Kind::Unrelated);
        anstream::println!(
            "{:32} | {:.4} | {:.4} | {:.4} | {:18.2} | {:5.2} | {:6.2} | {:3} of {} | {:8.4} | {:.2}",
            left_out.map_or("nothing", |feature| Features::NAMES[feature]),
            mean.average_precision,
            mean.recall,
            mean.f1,
            loss(Kind::Article),
            loss(Kind::Subset),
            loss(Kind::Merged),
            unrelated.iter().filter(|(probability, _)| *probability >= THRESHOLD).count(),
            unrelated.len(),
            in_wild.average_precision,
            in_wild.log_loss,
        );
    }
}

fn crossed(judged: &[JudgedArticle], folds: &[Model]) -> BySource {
    BySource::new(judged, &crossed_scores(judged, folds), |scored| Quality::at(THRESHOLD, scored))
}

/// Each pair by the coefficients fitted without its work.
pub(crate) fn crossed_wild_scores(pairs: &[WildPair], works: &BTreeMap<&str, Model>) -> Vec<f64> {
    pairs.iter().map(|pair| works[&*pair.work].judge(&pair.features)).collect()
}

/// Each article by the coefficients fitted without its fold.
pub(crate) fn crossed_scores(judged: &[JudgedArticle], folds: &[Model]) -> Vec<Vec<f64>> {
    let scores = |(number, article): (usize, &JudgedArticle)| {
        article.scores(|pair| folds[number % FOLDS].judge(&pair.features))
    };
    judged.iter().enumerate().map(scores).collect()
}
