//! `quality fit`: the coefficients, and what each feature is good for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use paradup::Detector;
use paradup::restatement::Features;
use rayon::prelude::*;

use crate::baseline::{jaccard, words};
use crate::judged::{BySource, JudgedArticle, THRESHOLD};
use crate::labelled::{self, Data, WildDocument};
use crate::metrics::{Quality, log_loss};
use crate::pair::pairs;
use crate::regression::{ALL_FEATURES, FEATURES, Model, Row};
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
        let documents = data.wild_and(self.more.as_deref())?;
        let training = Training::read(&data, &documents)?;
        anstream::println!("{} pairs\n", training.rows.len());
        print_source(&training.fit(ALL_FEATURES));
        let detector = Detector::default();
        let articles = data.articles()?;
        let judged: Vec<JudgedArticle> =
            articles.par_iter().map(|article| JudgedArticle::new(&detector, article)).collect();
        let wild = wild_pairs(&detector, &documents);
        print_losses(&training, &judged, &wild);
        Ok(())
    }
}

/// The training pairs, each with the fold of its collection.
pub(crate) struct Training {
    rows: Vec<(usize, Kind, Row)>,
    /// Pairs from documents as they are, each with the work that it is from.
    wild: Vec<(String, Row)>,
}

impl Training {
    pub(crate) fn read(data: &Data, documents: &[WildDocument]) -> Result<Training, Failure> {
        let samples = training::samples(&data.articles()?, &data.multilingual()?);
        let detector = Detector::default();
        let rows = samples.par_iter().flat_map_iter(|sample| rows(&detector, sample)).collect();
        let wild = wild_pairs(&detector, documents);
        Ok(Training { rows, wild: wild.iter().filter_map(wild_row).collect() })
    }

    /// Fitted on everything.
    pub(crate) fn fit(&self, used: [bool; FEATURES]) -> Model {
        self.fit_on(|_| true, |_| true, used)
    }

    /// For each fold the model that has not seen it.
    pub(crate) fn folds(&self, used: [bool; FEATURES]) -> Vec<Model> {
        let folds = (0..FOLDS).into_par_iter();
        folds.map(|fold| self.fit_on(|other| other != fold, |_| true, used)).collect()
    }

    /// For each work the model that has not seen it.
    pub(crate) fn works(&self, used: [bool; FEATURES]) -> BTreeMap<&str, Model> {
        let works: BTreeSet<&str> = self.wild.iter().map(|(work, _)| &**work).collect();
        let without = |work: &str| self.fit_on(|_| true, |other| other != work, used);
        works.into_par_iter().map(|work| (work, without(work))).collect()
    }

    /// Fitted on some folds and some works.
    fn fit_on(
        &self,
        takes_fold: impl Fn(usize) -> bool,
        takes_work: impl Fn(&str) -> bool,
        used: [bool; FEATURES],
    ) -> Model {
        let rows = self.rows.iter().filter(|row| takes_fold(row.0)).map(|row| row.2);
        let wild = self.wild.iter().filter(|(work, _)| takes_work(work)).map(|(_, row)| *row);
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
    pairs(detector, &sample.paragraphs)
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

fn wild_row(pair: &WildPair) -> Option<(String, Row)> {
    let WildPair { features, restated, .. } = *pair;
    let row = Row { values: features.values(), restated, weight: pair.fitted_weight() };
    features.can_restate().then(|| (pair.work.clone(), row))
}

fn print_source(model: &Model) {
    anstream::println!("const INTERCEPT: f64 = {};\n", digits(model.intercept));
    anstream::println!("/// In the order of [`Features::NAMES`].");
    anstream::println!("const COEFFICIENTS: [f64; {FEATURES}] = [");
    for (coefficient, name) in model.coefficients.iter().zip(Features::NAMES) {
        anstream::println!("    {}, // {name}", digits(*coefficient));
    }
    anstream::println!("];\n");
}

/// Six decimals, in groups of three.
fn digits(number: f64) -> String {
    let digits = format!("{number:.6}");
    let (head, tail) = digits.split_at(digits.len() - 3);
    format!("{head}_{tail}")
}

/// What is lost without each feature, by cross-validation.
fn print_losses(training: &Training, judged: &[JudgedArticle], wild: &[WildPair]) {
    anstream::println!(
        "without                          |   AP   | R@P95  |   F1   | log loss: articles | small | merged | unrelated flagged | wild: AP | log loss"
    );
    for left_out in core::iter::once(None).chain((0..FEATURES).map(Some)) {
        let used = core::array::from_fn(|feature| Some(feature) != left_out);
        let folds = training.folds(used);
        let in_wild = wild::worth(wild, &crossed_wild_scores(wild, &training.works(used)));
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
