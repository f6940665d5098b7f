//! What a user of the detector relies on.

use paradup::document::Document;
use paradup::evidence::{Evidence, FactKind, Mention};
use paradup::report::{Report, Side};
use paradup::text::{Marks, Span};
use paradup::{
    BuildError, Detector, DetectorBuilder, Engine, Keep, MayLose, Relation, Scope, Similarity,
};
use proptest::prelude::*;

fn pairs(report: &Report) -> Vec<(usize, usize, Relation)> {
    report.pairs().map(|pair| (pair.a.paragraph, pair.b.paragraph, pair.relation)).collect()
}

const HARBOUR: &str = "The harbour lights were switched on at dusk, and the last ferry left with forty passengers, \
    two bicycles and a crate of hens for the island market.";

mod relations {
    use super::*;

    #[test]
    fn identical_reformatted_near_and_contained() {
        let longer = format!(
            "{HARBOUR} Nobody on the quay remembered a calmer evening, and the harbour master wrote as \
            much into his book before he locked the office and walked home along the wall."
        );
        let near = HARBOUR.replace("two bicycles", "three bicycles");
        let shouted = HARBOUR.to_uppercase().replace(' ', "\n ");
        let padded = format!("  {HARBOUR}\n");
        let report = Detector::default().detect(&[HARBOUR, &padded, &shouted, &near, &longer]);
        let expected = [
            (0, 1, Relation::Identical),
            (0, 2, Relation::Reformatted),
            (0, 3, Relation::Near),
            (0, 4, Relation::Contained),
        ];
        assert_eq!(pairs(&report)[..3], expected[..3]);
        assert!(pairs(&report).contains(&expected[3]));
    }

    #[test]
    fn containment_has_a_direction() {
        let longer = format!(
            "{HARBOUR} {}",
            "Then the rain came over the hills and nobody went out again, not even \
            the dog, until the bells rang for the morning and the boats were bailed."
        );
        let inner = |a: &str, b: &str| Detector::default().compare(a, b).inner;
        assert_eq!(inner(HARBOUR, &longer), Some(Side::A));
        assert_eq!(inner(&longer, HARBOUR), Some(Side::B));
    }

    #[test]
    fn a_pair_is_never_reported_under_a_weaker_relation() {
        let near = HARBOUR.replace("two bicycles", "three bicycles");
        let detector = Detector::builder().relations([Relation::Restated]).build().unwrap();
        assert!(detector.detect(&[HARBOUR, &near]).findings.is_empty());
    }

    #[test]
    fn only_reported_relations_make_clusters() {
        let near = HARBOUR.replace("two bicycles", "three bicycles");
        let detector = Detector::builder().relations([Relation::Contained]).build().unwrap();
        let report = detector.detect(&[HARBOUR, &near, HARBOUR]);
        assert_eq!((report.findings.len(), report.clusters.len()), (0, 0));
    }

    #[test]
    fn copies_of_copies_are_reported_once_against_the_first() {
        let report = Detector::default().detect(&["Go home.", "Go home.", "Go home."]);
        assert_eq!(pairs(&report), [(0, 1, Relation::Identical), (0, 2, Relation::Identical)]);
        assert_eq!(report.clusters.len(), 1);
        assert_eq!(report.clusters[0].members.len(), 2);
    }
}

mod edge_cases {
    use super::*;

    #[test]
    fn texts_without_words_match_nothing() {
        let report = Detector::default().detect(&["", "   ", "…", "* * *", "* * *", "\u{feff}"]);
        assert_eq!((report.findings.len(), report.clusters.len()), (0, 0));
        assert_eq!((report.counts.empty, report.counts.distinct), (6, 0));
    }

    #[test]
    fn short_paragraphs_equal_only_themselves() {
        let report =
            Detector::default().detect(&["Yes.", "No.", "Yes indeed.", "yes", "Yes, indeed!"]);
        assert_eq!(pairs(&report), [(0, 3, Relation::Reformatted), (2, 4, Relation::Reformatted)]);
    }

    #[test]
    fn no_paragraphs_give_an_empty_report() {
        let report = Detector::default().detect::<&str>(&[]);
        assert_eq!(report.findings.len() as u64 + report.counts.paragraphs, 0);
        assert_eq!(Detector::default().detect_article("").counts.paragraphs, 0);
    }

    #[test]
    fn comparing_empty_texts_finds_nothing() {
        let comparison = Detector::default().compare("", "");
        assert_eq!(comparison.relation, None);
        assert_eq!(comparison.scores.jaccard, Similarity::ZERO);
    }
}

mod evidence {
    use super::*;

    #[test]
    fn spans_lead_to_the_document() {
        let article = format!("Headline\n\n{HARBOUR}\n\n{HARBOUR} It was cold.");
        let report = Detector::default().detect_article(&article);
        let finding = &report.findings[0];
        let document = Document::plain(&*article);
        let [a, b] = [finding.a, finding.b].map(|place| document.paragraph(place.paragraph));
        let evidence = finding.evidence.clone().in_documents(a, b);
        let shared = evidence.shared[0];
        assert_eq!(article[shared.a.range()], HARBOUR[..HARBOUR.len() - 1]);
        assert_eq!(article[shared.a.range()], article[shared.b.range()]);
        assert_eq!(&article[evidence.added[0].range()], "It was cold");
    }

    /// The exchanges as a person reads them.
    fn exchanges(a: &str, b: &str) -> Vec<(String, String, Option<FactKind>)> {
        let text = |mention: &Option<Mention>| {
            mention.as_ref().map_or("", |mention| &mention.text).to_owned()
        };
        let evidence = Detector::default().compare(a, b).evidence;
        let shown = evidence.exchanges.iter();
        shown.map(|exchange| (text(&exchange.a), text(&exchange.b), exchange.kind)).collect()
    }

    fn exchange(a: &str, b: &str, kind: Option<FactKind>) -> (String, String, Option<FactKind>) {
        (a.to_owned(), b.to_owned(), kind)
    }

    #[test]
    fn scripts_without_spaces_are_told_apart_by_the_character() {
        let a = "三月十一日、港の潜水士が橋の軸受けに長さ三十八センチの亀裂を見つけ、すぐに通行が止められた。";
        let b = "三月十一日、港の潜水士が橋の軸受けに長さ四十八センチの亀裂を見つけ、すぐに通行が止められた。";
        assert_eq!(exchanges(a, b), [exchange("三", "四", Some(FactKind::Number))]);
        assert_eq!(exchanges("ハハハハ、と犬が笑った。", "ハハハ、と犬が笑った。").len(), 1);
    }

    #[test]
    fn facts_are_labels_on_exchanges() {
        let cases = [
            ("forty", "40", "2", "3", FactKind::Number),
            ("two", "2.5", "2.5", "2,5", FactKind::Number),
            ("forty passengers", "Captain Mordale", "Mordale", "Quintrell", FactKind::Name),
            ("were switched", "were not switched", "were not", "were", FactKind::Negation),
            ("left", "must leave", "must", "should", FactKind::Obligation),
        ];
        for (slot, filled, from, to, kind) in cases {
            let a = HARBOUR.replace(slot, filled).replace("two", "2");
            let b = a.replace(from, to);
            let found = exchanges(&a, &b);
            assert!(found.iter().any(|found| found.2 == Some(kind)), "{from} to {to}: {found:?}");
        }
    }

    #[test]
    fn other_wording_and_other_number_formats_are_no_other_facts() {
        let a = HARBOUR.replace("forty", "1,200");
        for b in
            [a.replace("1,200", "1200"), a.replace("ferry", "boat"), a.replace("lights", "lamps")]
        {
            let found = exchanges(&a, &b);
            assert!(found.len() == 1 && found[0].2.is_none(), "{found:?}");
        }
    }

    #[test]
    fn values_that_read_alike_are_exchanged() {
        let cases = [
            ("p<0.05", "p>0.05"),
            ("≤5", "≥5"),
            (".5", "5"),
            ("- 5", "5"),
            ("1.250", "1250"),
            ("10⁶", "106"),
            ("Anna beat Berta", "Berta beat Anna"),
        ];
        for (a, b) in cases {
            assert!(!exchanges(a, b).is_empty(), "{a} and {b}");
            let [a, b] = [a, b].map(|value| HARBOUR.replace("two", value));
            assert!(!exchanges(&a, &b).is_empty(), "{a} and {b}");
        }
    }

    #[test]
    fn words_put_into_a_sentence_are_exchanged_and_sentences_are_added() {
        let put_in = HARBOUR.replace("a crate", "probably a crate");
        assert_eq!(exchanges(HARBOUR, &put_in), [exchange("", "probably", None)]);
        let around = format!("It rained all day. {HARBOUR} The dog stayed. {HARBOUR}");
        assert_eq!(exchanges(HARBOUR, &around), []);
        let between =
            "The gate opens at nine. The bell rings at noon and again at five in the evening.";
        let added = "The gate opens at nine. The shop opens at ten. The bell rings at noon and again at five in the evening.";
        let evidence = Detector::default().compare(between, added).evidence;
        assert_eq!(evidence.exchanges, []);
        assert_eq!(&added[evidence.added[0].range()], "The shop opens at ten");
    }

    #[test]
    fn words_that_changed_places_are_exchanged_for_each_other() {
        let report = |winner: &str, loser: &str| {
            format!("In the final of 1990 {winner} beat {loser} in three sets.")
        };
        let found = exchanges(&report("Anna", "Berta"), &report("Berta", "Anna"));
        let name = Some(FactKind::Name);
        assert_eq!(found, [exchange("Anna", "Berta", name), exchange("Berta", "Anna", name)]);
    }

    /// The short text stands in the middle of one that is read only there, whatever else refers to it.
    #[test]
    fn far_longer_texts_are_compared_where_the_shorter_one_stands() {
        let prose = crate::generator::paragraphs(200, 60, 11);
        let long = prose.join(" ");
        let changed = prose[100].replacen(' ', " 17 ", 1);
        let texts = [&*long, &changed, &prose[3], &prose[150]];
        let report = Detector::default().detect(&texts);
        #[cfg(feature = "rayon")]
        assert_eq!(report, Detector::default().parallel().detect(&texts));
        assert_eq!(report.findings.len(), 3);
        for finding in &report.findings {
            let b = texts[finding.b.paragraph];
            assert_eq!(finding.evidence, Detector::default().compare(&long, b).evidence);
            let exchanges = finding.evidence.exchanges.len();
            assert_eq!(exchanges, usize::from(finding.b.paragraph == 1));
            assert!(finding.evidence.added.is_empty());
        }
    }
}

mod clusters {
    use super::*;

    #[test]
    fn the_keep_rule_chooses_the_representative() {
        let longer = format!("{HARBOUR} Cold, though.");
        let kept = |keep| {
            let detector = Detector::builder().keep(keep).build().unwrap();
            detector.detect(&[HARBOUR, &longer]).clusters[0].representative.paragraph
        };
        assert_eq!((kept(Keep::First), kept(Keep::Longest)), (0, 1));
    }

    #[test]
    fn every_member_is_verified_against_its_representative() {
        let texts = crate::generator::paragraphs(400, 30, 3);
        let report = Detector::default().detect(&texts);
        assert!(report.clusters.len() > 10);
        let detector = Detector::default();
        for cluster in &report.clusters {
            for member in &cluster.members {
                let text = |place: paradup::report::Place| &*texts[place.paragraph];
                let comparison = detector.compare(text(*member), text(cluster.representative));
                let relation =
                    comparison.relation.expect("a member is related to its representative");
                assert!(relation < Relation::Restated);
                assert!(relation != Relation::Contained || comparison.inner == Some(Side::A));
            }
        }
    }
}

mod settings {
    use super::*;

    fn refusal(builder: DetectorBuilder) -> String {
        builder.build().map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        let builder = Detector::builder;
        let cases: [(DetectorBuilder, &str); 10] = [
            (builder().near(f64::NAN), "near: expected"),
            (builder().near(0.0), "near: expected"),
            (builder().near(1.01), "near: expected"),
            (builder().contained(-0.5), "contained: expected"),
            (builder().contained(0.0), "contained: expected"),
            (builder().restated(f64::INFINITY), "restated: expected"),
            (builder().recall(1.0), "recall: expected"),
            (builder().num_perm(0), "num_perm: expected"),
            (builder().engine(Engine::Lsh).near(0.1).num_perm(16), "num_perm: expected"),
            (builder().relations([]), "relations: expected"),
        ];
        for (builder, message) in cases {
            let found = refusal(builder);
            assert!(found.starts_with(message) && found.contains("found"), "{found}");
        }
    }

    #[test]
    fn settings_are_read_by_their_names() {
        use core::{fmt, str::FromStr};
        fn check<T: Copy + Default + PartialEq + fmt::Debug + fmt::Display + FromStr>(all: &[T]) {
            for value in all {
                assert_eq!(value.to_string().parse::<T>().ok(), Some(*value));
            }
            assert_eq!(all[0], T::default());
        }
        check(Keep::ALL);
        check(Scope::ALL);
        check(Engine::ALL);
        check(MayLose::ALL);
        let error = "Exact".parse::<Engine>().unwrap_err();
        assert_eq!(error.to_string(), "expected auto, lsh or exact, found Exact");
        assert_eq!(error.accepted(), ["auto", "lsh", "exact"]);
    }

    #[test]
    fn marks_that_are_stripped_tell_no_words_apart() -> Result<(), BuildError> {
        let texts = ["The café on the rue Molière.", "The cafe on the rue Moliere."];
        let stripped = Detector::builder().marks(Marks::Strip).build()?.detect(&texts);
        assert_eq!(pairs(&stripped), [(0, 1, Relation::Reformatted)]);
        assert!(Detector::default().detect(&texts).findings.is_empty());
        Ok(())
    }

    #[test]
    fn scope_document_compares_within_documents_only() -> Result<(), BuildError> {
        let documents =
            [Document::plain("Bell.\n\nBook.\n\nBell."), Document::plain("Book.\n\nCandle.")];
        let within =
            Detector::builder().scope(Scope::Document).build()?.detect_documents(&documents);
        assert_eq!(within.findings.len(), 1);
        assert_eq!(Detector::default().detect_documents(&documents).findings.len(), 2);
        Ok(())
    }

    #[test]
    fn shared_between_threads() {
        fn assert_auto<T: Send + Sync + core::panic::UnwindSafe>() {}
        assert_auto::<Detector>();
        assert_auto::<Report>();
        assert_auto::<Document>();
    }
}

/// Short texts over few words, so that all relations come up.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "alpha", "beta", "Gamma", "delta,", "20", "漢字", "no", "—", "omega.",
    ]);
    prop::collection::vec(
        prop::collection::vec(word, 0..14).prop_map(|words| words.join(" ")),
        0..12,
    )
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "alpha beta ",
        "gamma. ",
        "Delta, ",
        "epsilon ",
        "20 ",
        "< 20 ",
        "2.5 ",
        "漢字",
        "東東東",
        "。",
        "no ",
        "ﷺ ",
        "omega! ",
        "The dog sat here. ",
        "Anna ",
        "10⁶ ",
        "½",
        "- 7 ",
        "one two three four five six seven ",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn mirrored(evidence: Evidence) -> Evidence {
    let mut mirrored = evidence;
    core::mem::swap(&mut mirrored.added, &mut mirrored.missing);
    mirrored.exchanges.iter_mut().for_each(|one| core::mem::swap(&mut one.a, &mut one.b));
    mirrored.shared.iter_mut().for_each(|one| core::mem::swap(&mut one.a, &mut one.b));
    mirrored.sentences.iter_mut().for_each(|one| core::mem::swap(&mut one.a, &mut one.b));
    mirrored.shared.sort_by_key(|run| run.a);
    mirrored.sentences.sort_by_key(|pair| (pair.a, pair.b));
    mirrored
}

/// Whether no two spans overlap and none is empty.
fn apart(mut spans: Vec<Span>) -> bool {
    spans.sort_unstable();
    spans.iter().all(|span| span.start < span.end)
        && spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn comparison_is_symmetric(a in prop_oneof!["\\PC{0,60}", text()], b in text()) {
        let detector = Detector::default();
        let (there, back) = (detector.compare(&a, &b), detector.compare(&b, &a));
        prop_assert_eq!(there.relation, back.relation);
        prop_assert_eq!(there.scores.jaccard, back.scores.jaccard);
        prop_assert_eq!(there.scores.containment_a, back.scores.containment_b);
        prop_assert_eq!(there.scores.restated, back.scores.restated);
        prop_assert_eq!(there.evidence, mirrored(back.evidence));
    }

    /// In evidence of copies each word is in one place.
    #[test]
    fn every_word_is_shared_exchanged_or_said_by_one_side(a in text(), b in text()) {
        let detector = Detector::builder().near(0.05).contained(0.05).build().unwrap();
        let comparison = detector.compare(&a, &b);
        let Evidence { exchanges, shared, added, missing, .. } = comparison.evidence;
        prop_assume!(matches!(comparison.relation, Some(Relation::Near | Relation::Contained)));
        let of = |mention: &Option<Mention>| mention.as_ref().map(|mention| mention.span);
        let mut of_a: Vec<Span> = shared.iter().map(|run| run.a).chain(missing).collect();
        let mut of_b: Vec<Span> = shared.iter().map(|run| run.b).chain(added).collect();
        of_a.extend(exchanges.iter().filter_map(|exchange| of(&exchange.a)));
        of_b.extend(exchanges.iter().filter_map(|exchange| of(&exchange.b)));
        for (text, spans) in [(&a, of_a), (&b, of_b)] {
            prop_assert!(spans.iter().all(|span| text.get(span.range()).is_some()));
            for word in paradup::text::Normalizer::new().words(text) {
                let covered = |at: usize| spans.iter().any(|span| span.range().contains(&at));
                prop_assert!(word.span.range().all(covered), "{:?} of {:?} in {:?}", word, text, spans);
            }
            prop_assert!(apart(spans));
        }
    }

    #[test]
    fn a_text_is_identical_to_itself_unless_it_has_no_words(text in "\\PC{0,60}") {
        let relation = Detector::default().compare(&text, &text).relation;
        let has_words = !paradup::text::Normalizer::new().canonical(&text).is_empty();
        prop_assert_eq!(relation, has_words.then_some(Relation::Identical));
    }

    #[test]
    fn a_higher_threshold_finds_no_more(texts in texts(), low in 0.3..0.9_f64) {
        let near = |threshold| {
            let relations = [Relation::Near];
            let detector = Detector::builder().near(threshold).relations(relations).num_perm(512).build().unwrap();
            pairs(&detector.detect(&texts))
        };
        let (many, few) = (near(low), near(low + 0.1));
        prop_assert!(few.iter().all(|pair| many.contains(pair)));
    }

    #[test]
    fn the_order_of_the_input_changes_no_relation(texts in texts()) {
        let mut unique = texts;
        unique.sort();
        unique.dedup_by_key(|text| paradup::text::Normalizer::new().canonical(text).into_owned());
        let reversed: Vec<String> = unique.iter().rev().cloned().collect();
        let last = unique.len().saturating_sub(1);
        let mut forward: Vec<_> = pairs(&Detector::default().detect(&unique));
        let backward = pairs(&Detector::default().detect(&reversed));
        let mut turned: Vec<_> = backward.iter().map(|(a, b, relation)| (last - b, last - a, *relation)).collect();
        forward.sort_unstable();
        turned.sort_unstable();
        prop_assert_eq!(forward, turned);
    }

    #[test]
    fn spans_slice_both_originals(texts in texts()) {
        let article = texts.join("\n\n");
        let document = Document::plain(&*article);
        let report = Detector::builder().restated(0.0).build().unwrap().detect_article(&article);
        for finding in &report.findings {
            let [a, b] = [finding.a, finding.b].map(|place| document.paragraph(place.paragraph).text());
            for run in &finding.evidence.shared {
                prop_assert!(a.get(run.a.range()).is_some());
                prop_assert!(b.get(run.b.range()).is_some());
            }
            let shared = &finding.evidence.shared;
            prop_assert!(apart(shared.iter().map(|run| run.a).collect()));
            prop_assert!(apart(shared.iter().map(|run| run.b).collect()));
            for span in &finding.evidence.missing {
                prop_assert!(a.get(span.range()).is_some());
            }
            for span in &finding.evidence.added {
                prop_assert!(b.get(span.range()).is_some());
            }
        }
    }
}
