//! Pairs of paragraphs in many languages, and whether one of them can be left out for the other: half of
//! them are written to slip past a rule that looks at likeness, numbers, names and lists of negations.
//!
//! `removals/cases.jsonl` has one case a line. `nothing` is what must happen where nothing may be lost:
//! both `stay`, one goes as `identical` or `reformatted`, or one goes because it is `stated in` the
//! other (`stated in b`: `a` goes for `b`). `wording` is the same question where common wording may be
//! lost: `stay`, `go`, or null where both answers are right. `why` names what tells the two apart.

#![cfg(feature = "serde")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use paradup::report::{Ground, Place, Removal};
use paradup::{Detector, Engine, Keep, MayLose, Standing};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Nothing {
    #[serde(rename = "stay")]
    Stay,
    #[serde(rename = "identical")]
    Identical,
    #[serde(rename = "reformatted")]
    Reformatted,
    #[serde(rename = "stated in a")]
    StatedInA,
    #[serde(rename = "stated in b")]
    StatedInB,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wording {
    Stay,
    Go,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    lang: String,
    kind: String,
    a: String,
    b: String,
    nothing: Nothing,
    wording: Option<Wording>,
    why: String,
}

/// What is removed, for what, and on which ground: 0 is `a`, 1 is `b`.
type Decision = (usize, usize, Ground);

impl Case {
    /// Whether these are the right decisions where nothing may be lost. Of two paragraphs that say the
    /// same either may go: which one has more words is a matter of form.
    fn allows(&self, keep: Keep, swapped: bool, decisions: &[Decision]) -> bool {
        match (self.nothing, decisions) {
            (Nothing::Stay, decisions) => decisions.is_empty(),
            (Nothing::Identical, decisions) => {
                let (first, second) = if swapped { (1, 0) } else { (0, 1) };
                decisions == [(second, first, Ground::Identical)]
            }
            (Nothing::Reformatted, [(_, _, ground)]) => *ground == Ground::Reformatted,
            (Nothing::Reformatted, _) => false,
            (Nothing::StatedInA, decisions) => stated_in(0, keep, swapped, decisions),
            (Nothing::StatedInB, decisions) => stated_in(1, keep, swapped, decisions),
        }
    }

    /// Whether these are the right decisions where wording may be lost, under [`Keep::Longest`].
    fn allows_wording(&self, decisions: &[Decision]) -> bool {
        let goes_for = |container| decisions.iter().all(|decision| decision.1 == container);
        match (self.wording, self.nothing) {
            (None, _) => true,
            (Some(Wording::Stay), _) => decisions.is_empty(),
            (Some(Wording::Go), Nothing::StatedInA) => decisions.len() == 1 && goes_for(0),
            (Some(Wording::Go), Nothing::StatedInB) => decisions.len() == 1 && goes_for(1),
            (Some(Wording::Go), _) => decisions.len() == 1,
        }
    }

    fn texts(&self, swapped: bool) -> [&str; 2] {
        if swapped { [&self.b, &self.a] } else { [&self.a, &self.b] }
    }

    fn complaint(&self, decisions: &[Decision]) -> String {
        let expected = (self.nothing, self.wording);
        format!("{}: {expected:?}, found {decisions:?} ({}, {})", self.id, self.kind, self.why)
    }
}

/// The inner paragraph goes for its container, unless the first is kept and is the inner one.
fn stated_in(container: usize, keep: Keep, swapped: bool, decisions: &[Decision]) -> bool {
    let inner = 1 - container;
    let first = usize::from(swapped);
    if keep == Keep::First && first == inner {
        decisions.is_empty()
    } else {
        decisions == [(inner, container, Ground::StatedIn)]
    }
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/removals/cases.jsonl");
    let lines = fs::read_to_string(path).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A detector of each engine and memory mode.
fn detectors(may_lose: MayLose, keep: Keep) -> Vec<Detector> {
    let engines = [Engine::Auto, Engine::Lsh, Engine::Exact];
    let settings = engines.into_iter().flat_map(|engine| [(engine, false), (engine, true)]);
    settings
        .map(|(engine, low)| Detector::builder().engine(engine).low_memory(low))
        .map(|builder| builder.may_lose(may_lose).keep(keep).build().unwrap())
        .collect()
}

/// The removals of each executor.
fn removals(detector: &Detector, texts: &[&str]) -> Vec<Vec<Removal>> {
    let standing = |_| Standing::Ranked(());
    vec![
        detector.removals_by(texts, standing).removed,
        #[cfg(feature = "rayon")]
        detector.parallel().removals_by(texts, standing).removed,
    ]
}

/// All different decisions on a pair, over detectors and executors.
fn decisions_on_pair(
    detectors: &[Detector],
    case: &Case,
    swapped: bool,
) -> BTreeSet<Vec<Decision>> {
    let texts = case.texts(swapped);
    let runs = detectors.iter().flat_map(|detector| removals(detector, &texts));
    runs.map(|removed| decisions(&removed, 0, swapped)).collect()
}

/// The decisions on the pair that starts at `start`; a representative elsewhere has a number of its own.
fn decisions(removed: &[Removal], start: usize, swapped: bool) -> Vec<Decision> {
    let side = |place: Place| match place.paragraph.checked_sub(start) {
        Some(place @ (0 | 1)) => place ^ usize::from(swapped),
        _ => usize::MAX,
    };
    removed
        .iter()
        .map(|removal| (side(removal.removed), side(removal.representative), removal.ground))
        .filter(|decision| decision.0 != usize::MAX)
        .collect()
}

#[track_caller]
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn each_pair_alone_loses_nothing() {
    let mut complaints = BTreeSet::new();
    for keep in [Keep::Longest, Keep::First] {
        let detectors = detectors(MayLose::Nothing, keep);
        for (case, swapped) in in_both_orders(&cases()) {
            let found = decisions_on_pair(&detectors, case, swapped);
            let wrong = found.iter().filter(|found| !case.allows(keep, swapped, found));
            complaints.extend(wrong.map(|found| case.complaint(found)));
        }
    }
    assert_none(&complaints.into_iter().collect::<Vec<_>>());
}

#[test]
fn each_pair_alone_loses_only_wording() {
    let mut complaints = BTreeSet::new();
    let detectors = detectors(MayLose::Wording, Keep::Longest);
    for (case, swapped) in in_both_orders(&cases()) {
        let found = decisions_on_pair(&detectors, case, swapped);
        let wrong = found.iter().filter(|found| !case.allows_wording(found));
        complaints.extend(wrong.map(|found| case.complaint(found)));
    }
    assert_none(&complaints.into_iter().collect::<Vec<_>>());
}

/// What other paragraphs a collection holds changes no decision.
#[test]
fn all_pairs_in_one_collection_lose_nothing() {
    let cases = cases();
    let mut complaints = BTreeSet::new();
    for (keep, swapped) in [(Keep::Longest, false), (Keep::Longest, true), (Keep::First, false)] {
        let texts: Vec<&str> = cases.iter().flat_map(|case| case.texts(swapped)).collect();
        let detectors = detectors(MayLose::Nothing, keep);
        for removed in detectors.iter().flat_map(|detector| removals(detector, &texts)) {
            for (number, case) in cases.iter().enumerate() {
                let found = decisions(&removed, 2 * number, swapped);
                let is_wrong = !case.allows(keep, swapped, &found);
                complaints.extend(is_wrong.then(|| case.complaint(&found)));
            }
        }
    }
    assert_none(&complaints.into_iter().collect::<Vec<_>>());
}

/// What the other tests rest on: enough cases of each kind, named once, no text twice.
#[test]
fn the_file_is_as_described() {
    let cases = cases();
    let stay = cases.iter().filter(|case| case.nothing == Nothing::Stay).count();
    assert!(stay >= 130 && cases.len() - stay >= 70, "{stay} of {} stay", cases.len());
    let languages: BTreeSet<&str> = cases.iter().map(|case| &*case.lang).collect();
    assert!(languages.len() >= 22, "{languages:?}");
    let ids: BTreeSet<&str> = cases.iter().map(|case| &*case.id).collect();
    assert_eq!(ids.len(), cases.len(), "an id is there twice");
    let goes_only_by_wording =
        |case: &&Case| case.nothing == Nothing::Stay && case.wording == Some(Wording::Go);
    assert!(cases.iter().find(goes_only_by_wording).is_none());
    let texts: BTreeSet<&str> = cases.iter().flat_map(|case| [&*case.a, &*case.b]).collect();
    let copies = cases.iter().filter(|case| case.a == case.b).count();
    assert_eq!(texts.len() + copies, 2 * cases.len(), "a text is in two cases");
}

fn in_both_orders(cases: &[Case]) -> impl Iterator<Item = (&Case, bool)> {
    cases.iter().flat_map(|case| [(case, false), (case, true)])
}
