//! `quality settings`: what each setting finds of what is labelled.

use std::path::PathBuf;

use clap::Args;
use paradup::document::{Document, Unit};
use paradup::lsh::Banding;
use paradup::report::Pair;
use paradup::shingle::Shingling;
use paradup::text::{Marks, Normalizer};
use paradup::{BuildError, Detector, Engine, Keep, MayLose, Relation, Scope};
use rayon::prelude::*;

use crate::baseline::words;
use crate::judged::JudgedArticle;
use crate::labelled::{self, Article, Raw, Versions};
use crate::labels::Labels;
use crate::{Failure, open};

/// What shingles decide, copies included.
const COPIES: [Relation; 3] = [Relation::Identical, Relation::Reformatted, Relation::Near];
const NEAR: [f64; 5] = [0.9, 0.8, 0.7, 0.6, 0.5];
/// The first lets nothing count but what is near.
const CONTAINED: [f64; 6] = [f64::INFINITY, 1.0, 0.9, 0.8, 0.7, 0.6];
const RESTATED: [f64; 6] = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99];
/// Words of the shorter side: from, and up to but not including.
const LENGTHS: [(usize, usize); 5] = [(0, 20), (20, 30), (30, 50), (50, 100), (100, usize::MAX)];

/// Print what each setting finds of the labelled data, as Markdown tables
#[derive(Args)]
pub(crate) struct Settings {
    /// The directory of the labelled data
    #[arg(long, value_name = "DIR", default_value = labelled::DIRECTORY)]
    data: PathBuf,
}

impl Settings {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let data = open(&self.data)?;
        let (edits, contained) = (data.edits()?, data.contained()?);
        let articles = data.articles()?;
        print_near(&edits, &data.facts_changed()?, &articles)?;
        print_lengths(&edits)?;
        print_contained(&[("contained", &contained), ("edited", &edits)], &articles)?;
        print_restated(&articles);
        print_scopes(&articles)?;
        print_marks(&data.multilingual()?)?;
        print_keep(&edits)?;
        let facts = data.facts_changed()?;
        print_removals(&[
            ("edited", &edits),
            ("contained", &contained),
            ("a fact changed", &facts),
        ])?;
        print_engines(&edits)?;
        print_bandings()?;
        Ok(())
    }
}

/// The best score found for each of some pairs, 0 for none: all that a threshold is held against.
struct Scored(Vec<f64>);

impl Scored {
    /// Each two versions as a collection of their own.
    fn versions(pairs: &[Versions], detector: &Detector, score: fn(&Pair) -> f64) -> Scored {
        let of_pair = |pair: &Versions| {
            detector.detect(&[&pair.a, &pair.b]).pairs().next().map_or(0.0, |pair| score(&pair))
        };
        Scored(pairs.par_iter().map(of_pair).collect())
    }

    /// The pairs of the articles that are restated, or those that are not.
    fn articles(
        articles: &[Article],
        restated: bool,
        detector: &Detector,
        score: fn(&Pair) -> f64,
    ) -> Scored {
        let of_article = |article: &Article| {
            let labels = Labels::of(article);
            let report = detector.detect(&article.paragraphs);
            let labelled = report.pairs().filter(|finding| {
                labels.get(finding.a.paragraph, finding.b.paragraph) == Some(restated)
            });
            let mut scores: Vec<f64> = labelled.map(|finding| score(&finding)).collect();
            scores.resize(pairs_labelled(&labels, article.paragraphs.len(), restated), 0.0);
            scores
        };
        Scored(articles.par_iter().flat_map_iter(of_article).collect())
    }

    fn found(&self, threshold: f64) -> usize {
        self.0.iter().filter(|score| **score >= threshold).count()
    }

    /// The share found at each threshold, in per cent.
    fn shares(&self, thresholds: &[f64]) -> Vec<String> {
        let share = |threshold: &f64| 100.0 * self.found(*threshold) as f64 / self.0.len() as f64;
        thresholds.iter().map(|threshold| format!("{:.1}", share(threshold))).collect()
    }

    /// How many are found at each threshold.
    fn counts(&self, thresholds: &[f64]) -> Vec<String> {
        thresholds.iter().map(|threshold| self.found(*threshold).to_string()).collect()
    }
}

fn pairs_labelled(labels: &Labels, paragraphs: usize, restated: bool) -> usize {
    let pairs = (0..paragraphs).flat_map(|b| (0..b).map(move |a| (a, b)));
    pairs.filter(|(a, b)| labels.get(*a, *b) == Some(restated)).count()
}

fn score(finding: &Pair) -> f64 {
    finding.score.get()
}

/// What is near holds whatever `contained` is.
fn score_if_contained(finding: &Pair) -> f64 {
    if finding.relation == Relation::Contained { finding.score.get() } else { f64::INFINITY }
}

fn shinglings() -> Result<Vec<(String, Shingling)>, BuildError> {
    let words = (1..=5).map(|size| Ok((format!("{size} words"), Shingling::words(size)?)));
    let characters =
        [5, 9].map(|size| Ok((format!("{size} characters"), Shingling::characters(size)?)));
    words.chain(characters).collect()
}

fn near(shingling: Shingling) -> Result<Detector, BuildError> {
    let lowest = NEAR.into_iter().fold(1.0, f64::min);
    Detector::builder().near(lowest).relations(COPIES).shingling(shingling).build()
}

fn print_near(
    edits: &[Versions],
    facts_changed: &[Versions],
    articles: &[Article],
) -> Result<(), BuildError> {
    print_head("near: % of pairs; number of the others", &NEAR);
    for (name, shingling) in shinglings()? {
        let detector = near(shingling)?;
        let edited = Scored::versions(edits, &detector, score);
        let changed = Scored::versions(facts_changed, &detector, score);
        let restated = Scored::articles(articles, true, &detector, score);
        let others = Scored::articles(articles, false, &detector, score);
        print_row(&format!("{name}: edited"), &edited.shares(&NEAR));
        print_row(&format!("{name}: a fact changed"), &changed.shares(&NEAR));
        print_row(&format!("{name}: restated"), &restated.shares(&NEAR));
        print_row(&format!("{name}: others of {}", others.0.len()), &others.counts(&NEAR));
    }
    Ok(())
}

fn print_lengths(edits: &[Versions]) -> Result<(), BuildError> {
    print_head("near: % of edited, by words of the shorter side", &NEAR);
    let normalizer = Normalizer::new();
    let length = |text: &str| normalizer.words(text).len();
    let lengths: Vec<usize> =
        edits.par_iter().map(|pair| length(&pair.a).min(length(&pair.b))).collect();
    for (name, shingling) in shinglings()? {
        let scores = Scored::versions(edits, &near(shingling)?, score).0;
        for (from, to) in LENGTHS {
            let of_length = scores.iter().zip(&lengths).filter(|row| (from..to).contains(row.1));
            let scored = Scored(of_length.map(|row| *row.0).collect());
            let row = format!("{name}: {} pairs from {from} words", scored.0.len());
            print_row(&row, &scored.shares(&NEAR));
        }
    }
    Ok(())
}

fn print_contained(sets: &[(&str, &[Versions])], articles: &[Article]) -> Result<(), BuildError> {
    print_head("near at its default, or contained (inf: near alone)", &CONTAINED);
    let lowest = CONTAINED.into_iter().fold(1.0, f64::min);
    let relations = COPIES.into_iter().chain([Relation::Contained]);
    let detector = Detector::builder().contained(lowest).relations(relations).build()?;
    for (name, pairs) in sets {
        let scored = Scored::versions(pairs, &detector, score_if_contained);
        print_row(&format!("% of {name}"), &scored.shares(&CONTAINED));
    }
    let restated = Scored::articles(articles, true, &detector, score_if_contained);
    print_row("% of restated", &restated.shares(&CONTAINED));
    let others = Scored::articles(articles, false, &detector, score_if_contained);
    print_row(&format!("others of {}", others.0.len()), &others.counts(&CONTAINED));
    Ok(())
}

fn print_restated(articles: &[Article]) {
    print_head("restated", &RESTATED);
    let detector = Detector::default();
    let scored = |article: &Article| {
        let judged = JudgedArticle::new(&detector, article);
        let scores = judged.shipped_scores();
        judged.labelled(&scores).collect::<Vec<_>>()
    };
    let scored: Vec<(f64, bool)> = articles.par_iter().flat_map_iter(scored).collect();
    let labelled = |restated: bool| {
        Scored(scored.iter().filter(|pair| pair.1 == restated).map(|pair| pair.0).collect())
    };
    print_row("% of restated", &labelled(true).shares(&RESTATED));
    let others = labelled(false);
    print_row(&format!("others of {}", others.0.len()), &others.counts(&RESTATED));
}

/// All articles as one collection, and each for itself: pairs within articles either way. Articles that
/// are cut at other places than between their paragraphs are left out.
fn print_scopes(articles: &[Article]) -> Result<(), BuildError> {
    anstream::println!("\n| scope | restated pairs found | other pairs of one article found |");
    anstream::println!("|---|---|---|");
    let documents: Vec<Document> =
        articles.iter().map(|article| Document::plain(article.paragraphs.join("\n\n"))).collect();
    let labels: Vec<Labels> = articles.iter().map(Labels::of).collect();
    for scope in [Scope::All, Scope::Document] {
        let report =
            Detector::builder().scope(scope).build()?.parallel().detect_documents(&documents);
        let within = report.pairs().filter(|finding| {
            let document = finding.a.document;
            document == finding.b.document
                && documents[document].paragraphs().len() == articles[document].paragraphs.len()
        });
        let known: Vec<bool> = within
            .filter_map(|finding| {
                labels[finding.a.document].get(finding.a.paragraph, finding.b.paragraph)
            })
            .collect();
        let restated = known.iter().filter(|restated| **restated).count();
        print_row(
            &format!("{scope:?}"),
            &[restated.to_string(), (known.len() - restated).to_string()],
        );
    }
    print_apart(articles)
}

/// The same articles, each paragraph a document of its own, so that each pair is judged by all paragraphs.
fn print_apart(articles: &[Article]) -> Result<(), BuildError> {
    let paragraphs = || articles.iter().flat_map(|article| &article.paragraphs);
    let documents: Vec<Document> =
        paragraphs().map(|text| Document::plain(text.as_str()).by(Unit::Document)).collect();
    let numbered = articles.iter().enumerate().flat_map(|(number, article)| {
        (0..article.paragraphs.len()).map(move |paragraph| (number, paragraph))
    });
    let places: Vec<(usize, usize)> = numbered.collect();
    let labels: Vec<Labels> = articles.iter().map(Labels::of).collect();
    let report = Detector::builder().build()?.parallel().detect_documents(&documents);
    let known: Vec<bool> = report
        .pairs()
        .filter_map(|pair| {
            let [(article, a), (other, b)] = [pair.a, pair.b].map(|place| places[place.document]);
            (article == other).then(|| labels[article].get(a, b)).flatten()
        })
        .collect();
    let restated = known.iter().filter(|restated| **restated).count();
    print_row(
        "All, each paragraph a document",
        &[restated.to_string(), (known.len() - restated).to_string()],
    );
    Ok(())
}

/// Paragraphs in many languages, nearly all unlike.
fn print_marks(raw: &[Raw]) -> Result<(), BuildError> {
    anstream::println!("\n| marks | identical | reformatted | near | of paragraphs |");
    anstream::println!("|---|---|---|---|---|");
    let texts: Vec<&str> = raw.iter().map(|raw| raw.text.as_str()).collect();
    for marks in [Marks::Keep, Marks::Strip] {
        let detector = Detector::builder().marks(marks).relations(COPIES).build()?;
        let counts = detector.parallel().detect(&texts).counts;
        let found = [counts.identical, counts.reformatted, counts.near, counts.paragraphs];
        print_row(&format!("{marks:?}"), &found.map(|count| count.to_string()));
    }
    Ok(())
}

/// What is left of two versions when one of them stands for both.
fn print_keep(edits: &[Versions]) -> Result<(), BuildError> {
    anstream::println!("\n| keep | near pairs | % of their distinct words in what is kept |");
    anstream::println!("|---|---|---|");
    for keep in [Keep::Longest, Keep::First] {
        let detector = Detector::builder().relations(COPIES).keep(keep).build()?;
        let share = |pair: &Versions| {
            let texts = [&pair.a, &pair.b];
            let kept = detector.clusters(&texts).first()?.representative.paragraph;
            let words = texts.map(|text| words(text));
            Some(words[kept].len() as f64 / words[0].union(&words[1]).count() as f64)
        };
        let shares: Vec<f64> = edits.par_iter().filter_map(share).collect();
        let mean = 100.0 * shares.iter().sum::<f64>() / shares.len() as f64;
        print_row(&format!("{keep:?}"), &[shares.len().to_string(), format!("{mean:.2}")]);
    }
    Ok(())
}

/// Both versions of all pairs of a kind as one collection: how many of its paragraphs go under each policy.
fn print_removals(kinds: &[(&str, &Vec<Versions>)]) -> Result<(), BuildError> {
    anstream::println!("\n| removed | paragraphs | nothing lost | wording lost | anything lost |");
    anstream::println!("|---|---|---|---|---|");
    for (name, pairs) in kinds {
        let texts: Vec<&str> = pairs.iter().flat_map(|pair| [&*pair.a, &*pair.b]).collect();
        let mut cells = vec![texts.len().to_string()];
        for may_lose in [MayLose::Nothing, MayLose::Wording, MayLose::Anything] {
            let builder = Detector::builder().relations(Relation::ALL[..4].to_vec());
            let detector = builder.may_lose(may_lose).build()?;
            let removals = detector.parallel().removals(&texts);
            cells.push(removals.removed.len().to_string());
        }
        print_row(name, &cells);
    }
    Ok(())
}

/// Both versions of every edit as one collection, of fewer where characters make it dense.
fn print_engines(edits: &[Versions]) -> Result<(), BuildError> {
    anstream::println!("\n| shingle, near, engine | paragraphs | candidates | near pairs |");
    anstream::println!("|---|---|---|---|");
    let texts: Vec<&str> = edits.iter().flat_map(|pair| [&*pair.a, &*pair.b]).collect();
    for (name, shingling, texts) in [
        ("3 words", Shingling::words(3)?, &texts[..]),
        ("5 characters", Shingling::characters(5)?, &texts[..2_000]),
    ] {
        for threshold in NEAR {
            for engine in [Engine::Exact, Engine::Lsh] {
                let builder = Detector::builder().near(threshold).relations(COPIES).engine(engine);
                let counts = builder.shingling(shingling).build()?.parallel().detect(texts).counts;
                let cells = [counts.paragraphs, counts.near_candidates, counts.near];
                let row = format!("{name}, {threshold}, {engine:?}");
                print_row(&row, &cells.map(|count| count.to_string()));
            }
        }
    }
    Ok(())
}

/// What signatures promise and what they let through.
fn print_bandings() -> Result<(), BuildError> {
    anstream::println!(
        "\n| near, recall, num_perm | bands × rows | proposed of pairs at half of near |"
    );
    anstream::println!("|---|---|---|");
    for threshold in [0.5, 0.7, 0.8, 0.9] {
        for (recall, num_perm) in [(0.9, 128), (0.99, 128), (0.999, 64), (0.999, 128), (0.999, 256)]
        {
            let banding = Banding::for_threshold(threshold, recall, num_perm)?;
            let proposed = 100.0 * banding.probability(threshold / 2.0);
            print_row(
                &format!("{threshold}, {recall}, {num_perm}"),
                &[format!("{} × {}", banding.bands(), banding.rows()), format!("{proposed:.2} %")],
            );
        }
    }
    Ok(())
}

fn print_head(what: &str, thresholds: &[f64]) {
    let columns: Vec<String> = thresholds.iter().map(f64::to_string).collect();
    anstream::println!("\n| {what} | {} |", columns.join(" | "));
    anstream::println!("|---{}|", "|---".repeat(thresholds.len()));
}

fn print_row(name: &str, cells: &[String]) {
    anstream::println!("| {name} | {} |", cells.join(" | "));
}
