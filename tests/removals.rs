//! What can be left out equals what the definition says, paragraph by paragraph.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod generator;

use core::cmp::Reverse;

use generator::Random;
use paradup::report::{Removal, Side};
use paradup::shingle::Shingling;
use paradup::{Detector, Engine, Keep, Relation, Similarity, Standing};
use proptest::prelude::*;

/// What goes, for what, and why.
type Decision = (usize, usize, Relation);

fn decisions(detector: &Detector, texts: &[String], standing: &[Standing<u8>]) -> Vec<Decision> {
    let removals = detector.removals(texts, |number| standing[number]);
    removals
        .removed
        .iter()
        .map(|removal| (removal.removed, removal.representative, removal.relation))
        .collect()
}

/// The definition: down the ranks, each paragraph joins the first one above it that stays, that
/// stands for it, and that agrees with it in its facts.
struct Definition<'t> {
    detector: Detector,
    relations: Vec<Relation>,
    keep: Keep,
    even_if_facts_differ: bool,
    texts: &'t [String],
    standing: &'t [Standing<u8>],
}

impl Definition<'_> {
    fn decisions(&self) -> Vec<Decision> {
        let mut ranked: Vec<usize> = (0..self.texts.len()).collect();
        ranked.sort_by_key(|number| {
            let longest = if self.keep == Keep::Longest { self.words(*number) } else { 0 };
            (Reverse(self.standing[*number]), Reverse(longest))
        });
        let mut stay = Vec::new();
        let mut decisions = Vec::new();
        for number in ranked {
            let stands_for = |stays: &usize| {
                self.relation(number, *stays).map(|relation| (number, *stays, relation))
            };
            let found = stay.iter().find_map(stands_for);
            match found.filter(|_| self.standing[number] != Standing::Kept) {
                Some(decision) => decisions.push(decision),
                None => stay.push(number),
            }
        }
        decisions.sort_unstable();
        decisions
    }

    fn words(&self, number: usize) -> usize {
        let normalizer = paradup::text::Normalizer::new();
        normalizer.canonical(&self.texts[number]).split(' ').filter(|word| !word.is_empty()).count()
    }

    fn relation(&self, removed: usize, stays: usize) -> Option<Relation> {
        let (removed, stays) = (&*self.texts[removed], &*self.texts[stays]);
        let comparison = self.detector.compare(removed, stays);
        let relation = comparison.relation.filter(|found| self.relations.contains(found))?;
        let facts = |a, b| self.detector.compare(a, b).evidence.facts_differ();
        let differ = facts(removed, stays) || facts(stays, removed);
        let allowed = self.even_if_facts_differ || relation <= Relation::Reformatted || !differ;
        (allowed && comparison.inner != Some(Side::B)).then_some(relation)
    }
}

/// Short texts over few words, so that all relations come up; and some again.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["alpha", "beta", "Gamma", "delta,", "20", "no", "omega."]);
    let texts = prop::collection::vec(
        prop::collection::vec(word, 0..12).prop_map(|words| words.join(" ")),
        1..8,
    );
    let again = |texts: Vec<String>| {
        let pick = prop::sample::select(texts.clone());
        let form = prop::sample::select(vec![0, 1, 2, 3]);
        let copy = (pick, form).prop_map(|(text, form)| match form {
            0 => text,
            1 => text.to_uppercase(),
            2 => format!(" {text}!"),
            _ => format!("{text} sigma"),
        });
        prop::collection::vec(copy, 0..10).prop_map(move |copies| [&*texts, &*copies].concat())
    };
    texts.prop_flat_map(again)
}

fn relations() -> impl Strategy<Value = Vec<Relation>> {
    let copies = &Relation::ALL[..4];
    prop::sample::subsequence(copies, 1..=4)
}

fn standing() -> impl Strategy<Value = Standing<u8>> {
    prop_oneof![1 => Just(Standing::Kept), 6 => (0..3_u8).prop_map(Standing::Ranked)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn removals_are_those_of_the_definition(
        texts in texts(),
        relations in relations(),
        standing in prop::collection::vec(standing(), 18),
        longest: bool,
        even_if_facts_differ: bool,
    ) {
        let keep = if longest { Keep::Longest } else { Keep::First };
        // Signatures that miss nothing, for the definition misses nothing.
        let builder = Detector::builder().num_perm(512).recall(0.999_999).keep(keep);
        let builder = builder.even_if_facts_differ(even_if_facts_differ);
        let detector = builder.clone().relations(relations.clone()).build().unwrap();
        let definition = Definition {
            detector: builder.relations(Relation::ALL).build().unwrap(),
            relations,
            keep,
            even_if_facts_differ,
            texts: &texts,
            standing: &standing,
        };
        prop_assert_eq!(decisions(&detector, &texts, &standing), definition.decisions());
    }
}

/// Instances of one template whose numbers, names and common words differ, some of them with more
/// said, with less, or in another order.
fn instances(count: usize, random: &mut Random) -> Vec<String> {
    let instance = |number: usize, random: &mut Random| {
        let (low, name) = (random.below(3), ["Anna", "Berta", "Clara", "Dora"][random.below(4)]);
        let goods = ["apples", "pears", "plums", "no pears"][random.below(4)];
        let order = if random.below(4) == 0 { 7 + low } else { 1000 + number / 2 };
        let order = format!("the order {order} for {goods} was paid");
        let begin =
            format!("{FERRY} {TERMS} On day {low} of spring the harbour master told {name} that");
        let more = format!("and in all {} crates of hens were sold here", 90 + random.below(3));
        match random.below(8) {
            0 => format!("{begin} {order} {more}."),
            1 => format!("{begin} {more} {order}."),
            2 => format!("{more}. {begin} {order}."),
            3 => format!("{begin} {order} at sea."),
            4 => format!("{begin} all of {order} in full."),
            _ => format!("{begin} {order} in full."),
        }
    };
    (0..count).map(|number| instance(number, random)).collect()
}

#[test]
fn removals_of_templates_are_those_of_the_definition() {
    let texts = instances(330, &mut Random::new(1));
    let standing = vec![Standing::Ranked(0); texts.len()];
    let relations = Relation::ALL[..4].to_vec();
    for (keep, even_if_facts_differ) in [(Keep::Longest, false), (Keep::First, true)] {
        let builder = Detector::builder().near(0.7).contained(0.8).keep(keep);
        let builder = builder.even_if_facts_differ(even_if_facts_differ);
        let detector = builder.clone().relations(relations.clone()).build().unwrap();
        let definition = Definition {
            detector: builder.relations(Relation::ALL).build().unwrap(),
            relations: relations.clone(),
            keep,
            even_if_facts_differ,
            texts: &texts,
            standing: &standing,
        };
        let counts = detector.removals(&texts, |number| standing[number]).counts;
        assert!(counts.hot_paragraphs > 256, "{counts:?}");
        assert_eq!(decisions(&detector, &texts, &standing), definition.decisions());
    }
}

/// Words that differ have characters in common, so that there are no words that are rare.
#[test]
fn instances_of_a_template_go_by_characters_for_those_that_contain_them() {
    let instance = |number| format!("Order {}: {FERRY}", 1000 + number);
    let texts: Vec<String> = (0..300)
        .flat_map(|number| [instance(number), format!("{} {TERMS}", instance(number))])
        .collect();
    let builder = Detector::builder().shingling(Shingling::characters(5).unwrap());
    let detector = builder.relations([Relation::Contained]).build().unwrap();
    let removals = detector.removals(&texts, |_| Standing::Ranked(()));
    assert_eq!(removals.counts.hot_paragraphs, 600, "{:?}", removals.counts);
    let expected: Vec<_> = (0..300).map(|number| (2 * number, 2 * number + 1)).collect();
    assert_eq!(pairs(&removals.removed), expected);
}

#[test]
fn removals_of_templates_are_those_of_all_pairs() {
    for seed in 2..4 {
        let texts = instances(700, &mut Random::new(seed));
        let builder = Detector::builder().relations(Relation::ALL[..3].to_vec()).near(0.7);
        let all = builder.clone().engine(Engine::Lsh).num_perm(512).recall(0.999_999).build();
        let (hot, all) = (builder.build().unwrap(), all.unwrap());
        let standing = |number| Standing::Ranked(number % 7);
        let (hot, all) = (hot.removals(&texts, standing), all.removals(&texts, standing));
        assert!(hot.counts.hot_paragraphs > 500 && all.counts.hot_paragraphs == 0);
        assert!(!hot.removed.is_empty() && hot.removed.len() < texts.len() - 100);
        assert_eq!(hot.removed, all.removed);
    }
}

/// That these pairs are near is known from hot shingles only, where neither side lists them.
#[test]
fn removals_of_a_template_have_the_scores_of_the_report() {
    let terms = |number: usize| TERMS.replace("quay", &generator::word(1000 + number));
    let texts: Vec<String> = (0..300).map(|number| format!("{FERRY} {}", terms(number))).collect();
    let detector = Detector::default();
    let removals = detector.removals(&texts, |_| Standing::Ranked(()));
    assert!(removals.counts.hot_paragraphs == 300, "{:?}", removals.counts);
    let scores = |removal: &Removal| {
        assert_eq!((removal.representative, removal.relation), (0, Relation::Near));
        (removal.removed, removal.scores.jaccard, removal.scores.restated)
    };
    let findings = detector.detect(&texts).findings;
    let reported = findings
        .iter()
        .map(|finding| (finding.b.paragraph, finding.scores.jaccard, finding.scores.restated));
    assert!(removals.removed.iter().map(scores).eq(reported));
    assert_eq!(removals.removed.len(), 299);
    assert!(removals.removed.iter().all(|removal| removal.scores.restated.is_some()));
}

const TERMS: &str = "All goods are weighed on the quay before they are loaded, damaged boxes go back to whoever sent them \
    at their own cost, and nothing leaves before the book is signed.";

const FERRY: &str = "The harbour lights were switched on at dusk, and the last ferry left with forty passengers, \
    two bicycles and a crate of hens for the island market.";

fn pairs(removals: &[Removal]) -> Vec<(usize, usize)> {
    removals.iter().map(|removal| (removal.removed, removal.representative)).collect()
}

fn default_decisions(texts: &[&str]) -> Vec<Decision> {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    decisions(&Detector::default(), &texts, &[Standing::Ranked(0); 8])
}

#[test]
fn a_paragraph_with_other_facts_stays_and_so_do_its_copies_for_it() {
    let fifty = FERRY.replace("forty", "50");
    let sixty = FERRY.replace("forty", "60");
    let removals = default_decisions(&[&fifty, &sixty, &sixty.to_uppercase(), &fifty]);
    assert_eq!(removals, [(2, 1, Relation::Reformatted), (3, 0, Relation::Identical)]);
}

#[test]
fn a_refused_representative_is_not_the_last() {
    let fifty = FERRY.replace("forty", "50");
    let sixty = FERRY.replace("forty", "60");
    let sixty_near = sixty.replace("dusk", "nightfall");
    let removals = default_decisions(&[&fifty, &sixty, &sixty_near]);
    assert_eq!(removals, [(2, 1, Relation::Near)]);
}

#[test]
fn what_is_kept_stands_for_others_even_beside_its_like() {
    let near = FERRY.replace("dusk", "nightfall");
    let near_the_second = near.replace("bicycles", "tricycles");
    let texts = [FERRY, &near, &near_the_second];
    let standing = |number| if number < 2 { Standing::Kept } else { Standing::Ranked(()) };
    let detector = Detector::builder().relations([Relation::Near]).build().unwrap();
    let removals = detector.removals(&texts, standing);
    assert_eq!(pairs(&removals.removed), [(2, 1)]);
}

#[test]
fn what_is_kept_decides_nothing_for_its_copies() {
    let texts = ["alpha", "ALPHA", "ALPHA"].map(str::to_owned);
    let standing = [Standing::Kept, Standing::Ranked(0), Standing::Kept];
    let removals = decisions(&Detector::default(), &texts, &standing);
    assert_eq!(removals, [(1, 0, Relation::Reformatted)]);
}

#[test]
fn restatements_go_where_they_are_asked_for() {
    let texts = [
        "The council closed the north bridge on Monday, after a diver found a crack in its bearing.",
        "Nobody was hurt.",
        "After a diver had found a crack in the bearing, the north bridge was closed by the council on Monday.",
    ];
    let removals = |relations: &[Relation]| {
        let builder = Detector::builder().relations(relations.to_vec());
        builder.build().unwrap().removals(&texts, |_| Standing::Ranked(())).removed
    };
    assert!(removals(&Relation::ALL[..4]).is_empty());
    let restated = removals(&[Relation::Restated]);
    assert_eq!((restated[0].removed, restated[0].representative), (0, 2));
    assert_eq!(Some(restated[0].score), restated[0].scores.restated);
}

/// Also those that are too short or too long to be judged, of which nothing is known.
#[test]
fn every_pair_goes_where_every_probability_is_enough() {
    let builder = Detector::builder().relations([Relation::Restated]).restated(0.0);
    let long: Vec<String> = (0..70_000).map(|number| format!("word{number}")).collect();
    let texts = ["Bell, book and 7 candles.", &long.join(" "), "Quinces ripen late."];
    let removed = builder.build().unwrap().removals(&texts, |_| Standing::Ranked(())).removed;
    assert_eq!(pairs(&removed), [(0, 1), (2, 1)]);
    assert!(removed.iter().all(|removal| removal.score == Similarity::ZERO));
}

#[test]
fn scores_are_the_removed_one_s_first() {
    let longer = format!("{FERRY} Then the rain came over the hills and nobody went out again.");
    let removals = Detector::default().removals(&[&*longer, FERRY], |_| Standing::Ranked(()));
    let removals = removals.removed;
    assert_eq!(removals[0].removed, 1);
    assert!(removals[0].scores.containment_a > removals[0].scores.containment_b);
    assert_eq!(removals[0].score, removals[0].scores.containment_a);
}

#[test]
#[cfg(feature = "rayon")]
fn parallel_equals_serial() {
    let texts: Vec<String> = (0..300)
        .map(|number| FERRY.replace("hens", &format!("hen{}", number % 7)).repeat(1 + number % 3))
        .collect();
    let detector = Detector::default();
    let standing = |number| Standing::Ranked(number % 5);
    assert_eq!(detector.removals(&texts, standing), detector.par_removals(&texts, standing));
}
