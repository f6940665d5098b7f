//! `quality table`: how good the detector is, on everything that is labelled.

use std::path::PathBuf;

use clap::Args;
use paradup::document::Document;
use paradup::restatement::{Features, probability};
use paradup::{BuildError, Detector, Relation};
use rayon::prelude::*;

use crate::baseline;
use crate::fit::{Training, crossed_scores, crossed_wild_scores, judged};
use crate::judged::{BySource, JudgedArticle, THRESHOLD};
use crate::labelled::{self, Article, Raw, Versions};
use crate::metrics::{Quality, calibration};
use crate::mixture::{Mixture, facts_differ, mixtures};
use crate::pair::pairs;
use crate::random::Random;
use crate::set::Set;
use crate::wild::{self, WildPair, wild_pairs};
use crate::{Failure, open};

/// Collections of paragraphs that have nothing to do with each other, in one draw.
const COLLECTIONS: usize = 400;
const COLLECTION_SIZE: usize = 30;
/// One draw may be lucky. None of these was looked at before the features were settled but the first.
const DRAWS: [u64; 6] = [3, 21, 22, 23, 24, 25];

/// Print how good the detector is on the labelled data
#[derive(Args)]
pub(crate) struct Table {
    /// The directory of the labelled data
    #[arg(long, value_name = "DIR", default_value = labelled::DIRECTORY)]
    data: PathBuf,
    /// A file of further labelled documents, as `rows` prints them
    #[arg(long, value_name = "FILE")]
    more: Option<PathBuf>,
    /// Also print the pairs flagged among unrelated paragraphs, the pairs of versions that are
    /// missed, and the changed facts that are not seen
    #[arg(long)]
    list: bool,
}

impl Table {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let data = open(&self.data)?;
        let detector = Detector::default();
        let articles = data.articles()?;
        let further = labelled::further(self.more.as_deref())?;
        let wild = wild_pairs(&detector, &data.wild()?, &further);
        let training = Training::read(&data, &wild)?;
        print_restated(&training, &detector, &articles)?;
        print_wild(&training, &wild);
        self.versions("edits.jsonl", &data.edits()?, &articles);
        self.versions("contained.jsonl", &data.contained()?, &articles);
        self.facts("facts-changed.jsonl", &data.facts_changed()?);
        print_flagged("edits.jsonl", &differing(&data.edits()?));
        print_nato_mission(&data.nato_mission()?);
        self.unrelated(&detector, &data.multilingual()?);
        Ok(())
    }

    /// The share of these pairs that get any relation.
    fn versions(&self, name: &str, pairs: &[Versions], articles: &[Article]) {
        let detector = Detector::default();
        let mixtures = mixtures(pairs, articles);
        let missed: Vec<&Mixture> =
            mixtures.par_iter().filter(|mixture| !mixture.is_found(&detector)).collect();
        let found = share(pairs.len() - missed.len(), pairs.len());
        anstream::println!("{name}: {found} get a relation among other paragraphs");
        if self.list {
            for Mixture { paragraphs, places } in missed {
                print_pair("missed", &paragraphs[places.0], &paragraphs[places.1]);
            }
        }
    }

    /// The share of these pairs whose facts are said to differ, as they do.
    fn facts(&self, name: &str, pairs: &[Versions]) {
        let differ = differing(pairs);
        print_flagged(name, &differ);
        if self.list {
            for (pair, _) in pairs.iter().zip(differ).filter(|(_, differ)| !differ) {
                print_pair("no fact differs", &pair.a, &pair.b);
            }
        }
    }

    /// False alarms: what is flagged among paragraphs that have nothing to do with each other, of
    /// those that no coefficient was fitted on.
    fn unrelated(&self, detector: &Detector, raw: &[Raw]) {
        for seed in DRAWS {
            let texts = drawn(raw, seed);
            let flagged: Vec<Flagged<'_>> = texts
                .par_chunks(COLLECTION_SIZE)
                .flat_map_iter(|paragraphs| flagged(detector, paragraphs))
                .collect();
            let restated = flagged.iter().filter(|finding| finding.0 == Relation::Restated).count();
            anstream::println!(
                "multilingual.jsonl, draw {seed}: of {} pairs in {COLLECTIONS} collections of {COLLECTION_SIZE}, {restated} restated and {} copies",
                COLLECTIONS * COLLECTION_SIZE * (COLLECTION_SIZE - 1) / 2,
                flagged.len() - restated,
            );
            if self.list {
                for (relation, score, a, b) in flagged {
                    print_pair(&format!("{relation} {score:.3}"), a, b);
                }
            }
        }
    }
}

/// A relation, its score, and the two texts.
type Flagged<'t> = (Relation, f64, &'t str, &'t str);

fn flagged<'t>(
    detector: &Detector,
    paragraphs: &'t [String],
) -> impl Iterator<Item = Flagged<'t>> + use<'t> {
    let report = detector.detect(paragraphs);
    let pairs: Vec<_> = report.pairs().collect();
    pairs.into_iter().map(|finding| {
        let text = |place: usize| &*paragraphs[place];
        let (a, b) = (text(finding.a.paragraph), text(finding.b.paragraph));
        (finding.relation, finding.score.get(), a, b)
    })
}

/// Paragraphs at random, of every other one: the rest is fitted on.
fn drawn(raw: &[Raw], seed: u64) -> Vec<String> {
    let mut texts: Vec<String> =
        raw.iter().skip(1).step_by(2).map(|raw| raw.text.clone()).collect();
    Random::new(seed).shuffle(&mut texts);
    texts.truncate(COLLECTIONS * COLLECTION_SIZE);
    texts
}

fn print_restated(
    training: &Training<'_>,
    detector: &Detector,
    articles: &[Article],
) -> Result<(), Failure> {
    let plain = judged(articles, |article| JudgedArticle::new(detector, article));
    let crossed = print_judged("restated.jsonl", training, Set::Plain, &plain);
    print_baselines(articles, &plain)?;
    let marked_up = judged(articles, |article| JudgedArticle::with_markup(detector, article));
    print_judged("as if with markup", training, Set::Structured, &marked_up);
    print_calibration(&plain, &crossed);
    Ok(())
}

/// Returns the cross-validated scores.
fn print_judged(
    title: &str,
    training: &Training<'_>,
    set: Set,
    judged: &[JudgedArticle],
) -> Vec<Vec<f64>> {
    let crossed = crossed_scores(judged, &training.folds((set, set.features())));
    let shipped: Vec<_> = judged.iter().map(JudgedArticle::shipped_scores).collect();
    let at_threshold = |scored: &[(f64, bool)]| Quality::at(THRESHOLD, scored);
    print_sources(
        title,
        &BySource::new(judged, &crossed, at_threshold),
        &BySource::new(judged, &shipped, at_threshold),
    );
    crossed
}

/// The data's own works and further ones are judged by themselves.
fn print_wild(training: &Training<'_>, pairs: &[WildPair]) {
    let shipped: Vec<f64> = pairs.iter().map(|pair| probability(&pair.features).get()).collect();
    let set = Set::Structured;
    let crossed = crossed_wild_scores(pairs, &training.works((set, set.features()), pairs));
    let split = pairs.partition_point(|pair| pair.is_own);
    let parts = [("wild.jsonl", 0..split), ("further works", split..pairs.len())];
    for (name, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        let print = |how: &str, probabilities: &[f64]| {
            wild::print(
                &format!("{name}, {how}"),
                &pairs[part.clone()],
                &probabilities[part.clone()],
            );
        };
        print("cross-validated: each work by coefficients fitted on the others", &crossed);
        print("as shipped", &shipped);
    }
    anstream::println!();
}

fn differing(pairs: &[Versions]) -> Vec<bool> {
    let detector = Detector::default();
    pairs.par_iter().map(|pair| facts_differ(&detector, pair)).collect()
}

fn print_flagged(name: &str, differ: &[bool]) {
    let flagged = differ.iter().filter(|differ| **differ).count();
    anstream::println!("{name}: {} with facts that differ", share(flagged, differ.len()));
}

fn print_sources(title: &str, crossed: &BySource, shipped: &BySource) {
    anstream::println!("                     | cross-validated          | as shipped");
    anstream::println!("{title:20} |   AP   | R@P95  | F1@.5  |   AP   | R@P95  | F1@.5");
    let print = |name: &str, crossed: &Quality, shipped: &Quality| {
        anstream::println!("{name:20} | {} | {}", columns(crossed), columns(shipped));
    };
    for ((name, crossed), (_, shipped)) in crossed.sources.iter().zip(&shipped.sources) {
        print(name, crossed, shipped);
    }
    print("mean", &crossed.mean, &shipped.mean);
}

fn print_baselines(articles: &[Article], judged: &[JudgedArticle]) -> Result<(), BuildError> {
    let print = |name: &str, score: &dyn Fn(&[String]) -> baseline::Scores| {
        let scores: Vec<_> = articles.iter().map(|article| score(&article.paragraphs)).collect();
        let mean = BySource::new(judged, &scores, Quality::best).mean;
        anstream::println!("{name:20} | {} |", columns(&mean));
    };
    anstream::println!("baselines, best F1   |        |        |        |");
    let trigrams = baseline::Trigrams::new()?;
    print("3-gram Jaccard", &|paragraphs| trigrams.jaccard(paragraphs));
    print("word Jaccard", &baseline::word_jaccard);
    print("stem idf cosine", &baseline::stem_cosine);
    Ok(())
}

fn columns(quality: &Quality) -> String {
    format!("{:.4} | {:.4} | {:.4}", quality.average_precision, quality.recall, quality.f1)
}

fn print_calibration(judged: &[JudgedArticle], scores: &[Vec<f64>]) {
    let scored: Vec<(f64, bool)> =
        judged.iter().zip(scores).flat_map(|(article, scores)| article.undecided(scores)).collect();
    anstream::println!(
        "\nprobability |  pairs | predicted | observed (cross-validated, without copies)"
    );
    for (number, bin) in calibration(&scored).iter().enumerate() {
        anstream::println!(
            "{:.1} to {:.1}  | {:6} | {:9.3} | {:.3}",
            number as f64 / 10.0,
            (number + 1) as f64 / 10.0,
            bin.pairs,
            bin.predicted(),
            bin.observed(),
        );
    }
    anstream::println!();
}

/// The likeliest pairs of the article.
fn print_nato_mission(article: &str) {
    const SHOWN: usize = 12;
    let paragraphs: Vec<String> =
        Document::plain(article).paragraphs().map(|one| one.text().to_owned()).collect();
    let pairs = pairs(&Detector::default(), &paragraphs);
    let score = |features: &Features| probability(features).get();
    let mut scored: Vec<(f64, usize, usize)> =
        pairs.iter().map(|pair| (score(&pair.features), pair.a, pair.b)).collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    let shown = scored.iter().take(SHOWN).map(|(score, a, b)| format!("({a}, {b}) {score:.3}"));
    anstream::println!("nato-mission.txt: {}", shown.collect::<Vec<_>>().join(", "));
}

fn print_pair(what: &str, a: &str, b: &str) {
    anstream::println!("  {what}\n    {}\n    {}", a.replace('\n', " "), b.replace('\n', " "));
}

fn share(part: usize, whole: usize) -> String {
    format!("{part} of {whole} ({:.2} %)", 100.0 * part as f64 / whole as f64)
}
