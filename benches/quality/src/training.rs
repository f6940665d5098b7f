//! The collections that the coefficients are fitted on: the labelled articles, and what is made of
//! them so that small collections, long paragraphs and texts of other kinds are judged as well.

use std::collections::BTreeMap;

use crate::labelled::{Article, Raw};
use crate::labels::Labels;
use crate::random::Random;
use crate::synthesis;
use crate::units::Units;

/// Each article is judged by coefficients fitted on the other folds.
pub(crate) const FOLDS: usize = 5;

/// Where a collection comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The labelled articles as they are.
    Article,
    /// Two to five paragraphs of one.
    Subset,
    /// Two to five paragraphs of one, a restated pair among them.
    RestatedSubset,
    /// One side of some pairs stands in one paragraph with something else.
    Merged,
    /// One side of each pair told more loosely.
    Loosened,
    /// Paragraphs that have nothing to do with each other.
    Unrelated,
    /// Headings, rows of one template, tables and links among the paragraphs of an article.
    Oddments,
    /// Rows of one template, alone or behind paragraphs of an article.
    Template,
}

impl Kind {
    /// What a pair counts in the fit: made pairs are many, and less true than found ones. Small
    /// collections with a restatement count most: drawn blindly they would hold next to none, but
    /// nobody compares two paragraphs for no reason.
    pub(crate) fn weight(self) -> f64 {
        match self {
            Kind::Article => 1.0,
            Kind::RestatedSubset => 1.5,
            Kind::Subset | Kind::Merged | Kind::Unrelated => 0.5,
            Kind::Oddments => 0.3,
            Kind::Loosened => 0.25,
            Kind::Template => 0.1,
        }
    }

    /// In texts without labels, pairs with more words in common than this are not held to be
    /// unrelated.
    pub(crate) fn most_in_common(self) -> f64 {
        match self {
            Kind::Unrelated => 0.35,
            Kind::Oddments => 0.3,
            _ => 1.0,
        }
    }
}

/// A labelled collection.
pub(crate) struct Sample {
    pub(crate) kind: Kind,
    /// In `0..FOLDS`.
    pub(crate) fold: usize,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) labels: Labels,
}

/// All training collections, the same at every run.
pub(crate) fn samples(articles: &[Article], raw: &[Raw]) -> Vec<Sample> {
    let mut random = Random::new(1);
    let mut samples = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let mut add = |kind, (paragraphs, labels): (Vec<String>, Labels)| {
            samples.push(Sample { kind, fold: number % FOLDS, paragraphs, labels });
        };
        add(Kind::Article, (article.paragraphs.clone(), Labels::of(article)));
        for size in 2..=5 {
            for _ in 0..3 {
                add(Kind::Subset, subset(article, size, &[], &mut random));
            }
            let (a, b) = *random.choose(&article.restated);
            add(Kind::RestatedSubset, subset(article, size, &[a, b], &mut random));
        }
        add(Kind::Merged, merged(article, &mut random));
        add(Kind::Loosened, loosened(article, &mut random));
        if number % 3 == 0 {
            add(Kind::Oddments, synthesis::oddments(article, articles, &mut random));
        }
        for _ in 0..3 {
            add(Kind::Template, synthesis::template(article, articles, &mut random));
        }
    }
    samples.extend(unrelated(raw, &mut random));
    samples
}

/// `size` paragraphs in their order, `chosen` among them.
fn subset(
    article: &Article,
    size: usize,
    chosen: &[usize],
    random: &mut Random,
) -> (Vec<String>, Labels) {
    let others = random.sample(article.paragraphs.len(), article.paragraphs.len());
    let others = others.into_iter().filter(|other| !chosen.contains(other));
    let mut positions: Vec<usize> = chosen.iter().copied().chain(others).take(size).collect();
    positions.sort_unstable();
    of_positions(&article.paragraphs, &Labels::of(article), &positions)
}

fn of_positions(
    paragraphs: &[String],
    labels: &Labels,
    positions: &[usize],
) -> (Vec<String>, Labels) {
    let paragraphs = positions.iter().map(|position| paragraphs[*position].clone()).collect();
    (paragraphs, labels.subset(positions))
}

/// Up to three restated pairs get one side joined with a paragraph that is restated nowhere.
fn merged(article: &Article, random: &mut Random) -> (Vec<String>, Labels) {
    const MOST: usize = 3;
    let units = Units::of(&article.lang);
    let labels = Labels::of(article);
    let mut paragraphs = article.paragraphs.clone();
    let mut bystanders = bystanders(&labels, paragraphs.len());
    random.shuffle(&mut bystanders);
    let mut gone = Vec::new();
    let mut used = Vec::new();
    for pair in random.sample(article.restated.len(), article.restated.len()) {
        let (a, b) = article.restated[pair];
        if gone.len() == MOST || used.contains(&a) || used.contains(&b) {
            continue;
        }
        let Some(bystander) = bystanders.pop() else { break };
        let host = if random.chance(0.5) { a } else { b };
        let mut sides = [paragraphs[host].clone(), paragraphs[bystander].clone()];
        random.shuffle(&mut sides);
        paragraphs[host] = units.join(&sides);
        gone.push(bystander);
        used.extend([a, b]);
    }
    let kept: Vec<usize> =
        (0..paragraphs.len()).filter(|position| !gone.contains(position)).collect();
    of_positions(&paragraphs, &labels, &kept)
}

fn bystanders(labels: &Labels, paragraphs: usize) -> Vec<usize> {
    let alone = |a: &usize| (0..paragraphs).all(|b| labels.get(*a, b) == Some(false));
    (0..paragraphs).filter(alone).collect()
}

fn loosened(article: &Article, random: &mut Random) -> (Vec<String>, Labels) {
    let units = Units::of(&article.lang);
    let mut paragraphs = article.paragraphs.clone();
    let mut done = Vec::new();
    for (a, b) in &article.restated {
        let side = if done.contains(a) { *b } else { *a };
        if !done.contains(&side) {
            paragraphs[side] = units.loosened(&paragraphs[side], random);
            done.push(side);
        }
    }
    (paragraphs, Labels::of(article))
}

/// Collections of thirty paragraphs of any language, and of two to thirty of one, from every other
/// paragraph: the rest is left for counting false alarms.
fn unrelated(raw: &[Raw], random: &mut Random) -> Vec<Sample> {
    const MIXED: usize = 130;
    const OF_ONE_LANGUAGE: usize = 260;
    let mut raw: Vec<&Raw> = raw.iter().step_by(2).collect();
    random.shuffle(&mut raw);
    let mixed = raw.chunks(30).take(MIXED).map(<[&Raw]>::to_vec);
    let collections = mixed.chain(by_language(&raw, OF_ONE_LANGUAGE, random));
    let texts =
        collections.map(|collection| collection.iter().map(|raw| raw.text.clone()).collect());
    texts
        .enumerate()
        .map(|(number, paragraphs): (usize, Vec<String>)| Sample {
            kind: Kind::Unrelated,
            fold: number % FOLDS,
            labels: Labels::all(paragraphs.len(), Some(false)),
            paragraphs,
        })
        .collect()
}

/// The languages in turn, as long as each has paragraphs left.
fn by_language<'r>(raw: &[&'r Raw], collections: usize, random: &mut Random) -> Vec<Vec<&'r Raw>> {
    const SIZES: [usize; 8] = [2, 3, 5, 8, 15, 30, 30, 30];
    let mut languages: BTreeMap<Option<&str>, Vec<&Raw>> = BTreeMap::new();
    for raw in raw {
        languages.entry(raw.lang.as_deref()).or_default().push(raw);
    }
    let mut drawn = Vec::new();
    while drawn.len() < collections && languages.values().any(|left| left.len() >= SIZES[7]) {
        for left in languages.values_mut() {
            let size = *random.choose(&SIZES);
            if left.len() >= size {
                drawn.push(left.split_off(left.len() - size));
            }
        }
    }
    drawn.truncate(collections);
    drawn
}
