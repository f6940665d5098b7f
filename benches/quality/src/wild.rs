//! Pairs of paragraphs from documents as they are: handbooks, manuals, minutes, a book. Most of what looks alike there is a
//! parallel construction and no restatement.

use paradup::Detector;
use paradup::restatement::Features;
use rayon::prelude::*;

use crate::judged::THRESHOLD;
use crate::labelled::WildDocument;
use crate::pair::{Pair, pairs_in_lists};
use crate::random::Random;

/// From here on a probability says that it is sure.
const SURE: f64 = 0.9;
/// How often the documents are drawn anew for an interval.
const DRAWS: usize = 1_000;
/// A few pairs would stand for most of all; none stands for more than this share of the pairs does.
const MOST_WEIGHT: f64 = 0.9;
/// How many bins of probability there are.
const BINS: usize = 10;

/// A labelled pair that no relation stronger than a restatement holds for.
pub(crate) struct WildPair {
    source: String,
    /// The work that it is from, which is judged by coefficients fitted on the others.
    pub(crate) work: String,
    /// The number of its document.
    document: usize,
    /// Whether it is of the data's own works, and not of further ones.
    pub(crate) is_own: bool,
    pub(crate) features: Features,
    pub(crate) restated: bool,
    /// How many pairs it stands for; 0 where it was not drawn by its probability.
    weight: f64,
}

impl WildPair {
    /// How many pairs it stands for in the fit: itself at least.
    pub(crate) fn fitted_weight(&self) -> f64 {
        if self.weight > 0.0 { self.weight } else { 1.0 }
    }
}

/// The labelled pairs of the data's own documents and of further ones, without those of which a part is restated.
pub(crate) fn wild_pairs(
    detector: &Detector,
    own: &[WildDocument],
    further: &[WildDocument],
) -> Vec<WildPair> {
    let mut pairs = pairs_of(detector, own, true);
    pairs.extend(pairs_of(detector, further, false));
    pairs
}

fn pairs_of(detector: &Detector, documents: &[WildDocument], is_own: bool) -> Vec<WildPair> {
    let most = most_weight(documents);
    let of_document = |(number, document): (usize, &WildDocument)| {
        let features = pairs_in_lists(detector, &document.paragraphs, &document.lists());
        let labelled = document.pairs.iter().filter(|pair| pair.2 != 1);
        let with_features = labelled.filter_map(|labelled| {
            let is_it = |pair: &&Pair| (pair.a, pair.b) == (labelled.0, labelled.1);
            let found = features.iter().find(is_it).filter(|pair| !pair.copy)?;
            Some(WildPair {
                source: document.source.clone(),
                work: document.work().to_owned(),
                document: number,
                is_own,
                features: found.features,
                restated: labelled.2 == 2,
                weight: labelled.3.unwrap_or(0.0).min(most),
            })
        });
        with_features.collect::<Vec<WildPair>>()
    };
    documents.par_iter().enumerate().flat_map_iter(of_document).collect()
}

/// The weight that [`MOST_WEIGHT`] of the drawn pairs do not exceed.
fn most_weight(documents: &[WildDocument]) -> f64 {
    let pairs = documents.iter().flat_map(|document| &document.pairs);
    let mut weights: Vec<f64> = pairs.filter_map(|pair| pair.3).collect();
    weights.sort_by(f64::total_cmp);
    let place = MOST_WEIGHT * weights.len().saturating_sub(1) as f64;
    weights.get(place as usize).copied().unwrap_or(0.0)
}

/// The score that the pairs were drawn by: coefficients fitted on collections of retellings alone. What of all pairs it flags
/// is where precision is to be won.
fn drawn_by(features: &Features) -> f64 {
    if !features.can_restate() {
        return 0.0;
    }
    let shorter = libm::log(features.shorter);
    let logit = -12.938_439 + 10.315_489 * libm::log1p(features.shared_weight)
        - 0.784_046 * shorter * shorter
        - 3.683_438 * libm::log(features.longer / features.shorter)
        + 4.774_506 * features.in_order / features.shorter * shorter
        - 3.404_150 * libm::log1p(features.best_passage)
        - 61.849_052 * features.lone_numbers
        - 6.037_096 / features.peers;
    1.0 / (1.0 + libm::exp(-logit))
}

/// A pair with the probability that a model gives it.
#[derive(Clone, Copy)]
struct Scored<'p> {
    pair: &'p WildPair,
    probability: f64,
}

/// What a feature is measured by.
pub(crate) struct Worth {
    pub(crate) average_precision: f64,
    /// See [`log_loss`](crate::metrics::log_loss).
    pub(crate) log_loss: f64,
    #[cfg(test)]
    pub(crate) calibration_error: f64,
}

pub(crate) fn worth(pairs: &[WildPair], probabilities: &[f64]) -> Worth {
    let scored = scored(pairs, probabilities);
    let right = |one: &Scored<'_>| {
        if one.pair.restated { one.probability } else { 1.0 - one.probability }
    };
    let loss = |one: &Scored<'_>| -one.pair.weight * libm::log(right(one).max(1e-12));
    Worth {
        average_precision: average_precision(&scored),
        log_loss: scored.iter().map(loss).sum::<f64>() / weight(&scored) * 1000.0,
        #[cfg(test)]
        calibration_error: calibration_error(&scored),
    }
}

fn scored<'p>(pairs: &'p [WildPair], probabilities: &[f64]) -> Vec<Scored<'p>> {
    let all = pairs.iter().zip(probabilities);
    all.map(|(pair, probability)| Scored { pair, probability: *probability }).collect()
}

/// Prints how good these probabilities are, one for each pair.
pub(crate) fn print(title: &str, pairs: &[WildPair], probabilities: &[f64]) {
    let scored = scored(pairs, probabilities);
    anstream::println!("\n{title}");
    print_bins(&scored);
    print_figures(&scored);
    print_sources(&scored);
}

fn print_bins(scored: &[Scored<'_>]) {
    anstream::println!("probability |  pairs | weight | predicted | observed");
    for (number, bin) in bins(scored).iter().enumerate() {
        let (from, to) = (number as f64 / BINS as f64, (number + 1) as f64 / BINS as f64);
        anstream::println!(
            "{from:.1} to {to:.1}  | {:6} | {:6.0} | {:9.3} | {:.3}",
            bin.len(),
            weight(bin),
            mean_probability(bin),
            restated(bin)
        );
    }
}

/// Each figure with the interval in which nine of ten lie when documents are drawn anew.
fn print_figures(scored: &[Scored<'_>]) {
    let mut random = Random::new(4);
    let figures = Figures::of(scored).0;
    let draws: Vec<[f64; FIGURES]> =
        (0..DRAWS).map(|_| Figures::of(&redrawn(scored, &mut random)).0).collect();
    for (number, name) in Figures::NAMES.iter().enumerate() {
        let mut drawn: Vec<f64> =
            draws.iter().map(|figures| figures[number]).filter(|figure| !figure.is_nan()).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| drawn[(share * (drawn.len() - 1) as f64) as usize];
        let (low, high) = if drawn.is_empty() { (0.0, 1.0) } else { (at(0.05), at(0.95)) };
        anstream::println!("{name:34} {:.3} ({low:.3} to {high:.3})", figures[number]);
    }
}

fn print_sources(scored: &[Scored<'_>]) {
    anstream::println!("at {THRESHOLD}                  |  pairs | flagged | precision | recall");
    let mut names: Vec<&str> = scored.iter().map(|one| &*one.pair.source).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let of_source: Vec<_> =
            scored.iter().copied().filter(|one| one.pair.source == name).collect();
        let flagged = from(THRESHOLD, &of_source);
        anstream::println!(
            "{name:23} | {:6} | {:7} | {:9.3} | {:.3}",
            of_source.len(),
            flagged.len(),
            restated(&flagged),
            recall(&flagged, &of_source),
        );
    }
}

const FIGURES: usize = 6;

/// What a scoring of the pairs is worth; NaN where there is nothing to count.
struct Figures([f64; FIGURES]);

impl Figures {
    const NAMES: [&'static str; FIGURES] = [
        "calibration error",
        "precision at 0.5",
        "recall at 0.5",
        "precision at 0.9",
        "recall at 0.9",
        "average precision of the flagged",
    ];

    fn of(scored: &[Scored<'_>]) -> Figures {
        let (flagged, sure) = (from(THRESHOLD, scored), from(SURE, scored));
        Figures([
            calibration_error(scored),
            restated(&flagged),
            recall(&flagged, scored),
            restated(&sure),
            recall(&sure, scored),
            average_precision(scored),
        ])
    }
}

fn from<'p>(threshold: f64, scored: &[Scored<'p>]) -> Vec<Scored<'p>> {
    scored.iter().copied().filter(|one| one.probability >= threshold).collect()
}

fn weight(scored: &[Scored<'_>]) -> f64 {
    scored.iter().fold(0.0, |sum, one| sum + one.pair.weight)
}

fn restated_weight(scored: &[Scored<'_>]) -> f64 {
    let restated = scored.iter().filter(|one| one.pair.restated);
    restated.fold(0.0, |sum, one| sum + one.pair.weight)
}

/// The share of them that are restatements.
fn restated(scored: &[Scored<'_>]) -> f64 {
    restated_weight(scored) / weight(scored)
}

fn recall(flagged: &[Scored<'_>], all: &[Scored<'_>]) -> f64 {
    restated_weight(flagged) / restated_weight(all)
}

fn mean_probability(scored: &[Scored<'_>]) -> f64 {
    scored.iter().map(|one| one.pair.weight * one.probability).sum::<f64>() / weight(scored)
}

/// Those whose probability lies in each tenth of 0..=1.
fn bins<'p>(scored: &[Scored<'p>]) -> [Vec<Scored<'p>>; BINS] {
    let mut bins = [const { Vec::new() }; BINS];
    for one in scored {
        bins[((one.probability * BINS as f64) as usize).min(BINS - 1)].push(*one);
    }
    bins
}

/// How far what is predicted lies from what is observed, on average over the pairs.
fn calibration_error(scored: &[Scored<'_>]) -> f64 {
    let bins = bins(scored);
    let filled = bins.iter().filter(|bin| weight(bin) > 0.0);
    let errors = filled.map(|bin| weight(bin) * (mean_probability(bin) - restated(bin)).abs());
    errors.sum::<f64>() / weight(scored)
}

/// Of the pairs that the score flags which they were drawn by, each counted once.
fn average_precision(scored: &[Scored<'_>]) -> f64 {
    let is_flagged = |one: &&Scored<'_>| drawn_by(&one.pair.features) >= THRESHOLD;
    let mut ranked: Vec<_> = scored.iter().filter(is_flagged).collect();
    ranked.sort_by(|left, right| right.probability.total_cmp(&left.probability));
    let (mut right, mut sum) = (0, 0.0);
    for (place, one) in ranked.iter().enumerate() {
        if one.pair.restated {
            right += 1;
            sum += f64::from(right) / (place + 1) as f64;
        }
    }
    sum / f64::from(right)
}

/// As many documents, drawn with repetition, with all of their pairs.
fn redrawn<'p>(scored: &[Scored<'p>], random: &mut Random) -> Vec<Scored<'p>> {
    let documents: Vec<&[Scored<'p>]> =
        scored.chunk_by(|left, right| left.pair.document == right.pair.document).collect();
    let drawn = (0..documents.len()).map(|_| *random.choose(&documents));
    drawn.flatten().copied().collect()
}
