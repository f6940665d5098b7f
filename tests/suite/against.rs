//! New paragraphs against a reference.

use paradup::report::{Finding, Place, Report};
use paradup::{Detector, Engine};
use proptest::prelude::*;

/// Generated paragraphs, some of them changed, joined or repeated; and how many of them are the reference.
fn parted() -> impl Strategy<Value = (Vec<String>, usize)> {
    let pool = crate::generator::paragraphs(24, 30, 9);
    let paragraph = (0..pool.len(), 0..5_usize).prop_map(move |(number, change)| match change {
        0 => pool[number].clone(),
        1 => pool[number].to_uppercase(),
        2 => pool[number].replacen(' ', " quite ", 1),
        // Another order of the words: a restatement.
        3 => pool[number].split(' ').rev().collect::<Vec<_>>().join(" "),
        _ => format!("{} {}", pool[number], pool[(number + 1) % pool.len()]),
    });
    prop::collection::vec(paragraph, 0..40).prop_flat_map(|texts| {
        let all = 0..=texts.len();
        (Just(texts), all)
    })
}

/// The findings on what stands behind the reference, as `detect` has them on all.
fn expected(report: Report, reference: usize) -> Vec<Finding> {
    let place = |place: Place| match place.paragraph.checked_sub(reference) {
        Some(paragraph) => Place { document: 1, paragraph },
        None => place,
    };
    let new = report.findings.into_iter().filter(|finding| finding.b.paragraph >= reference);
    new.map(|mut finding| {
        (finding.a, finding.b) = (place(finding.a), place(finding.b));
        for pair in &mut finding.others {
            (pair.a, pair.b) = (place(pair.a), place(pair.b));
        }
        finding
    })
    .collect()
}

fn detectors() -> [Detector; 3] {
    let restated = Detector::builder().restated(0.2);
    let engines = [Engine::Exact, Engine::Lsh].map(|engine| restated.clone().engine(engine));
    let [exact, lsh] = engines.map(|builder| builder.build().unwrap());
    [exact, lsh, Detector::builder().min_words(20).build().unwrap()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn equals_the_findings_on_the_new_ones_among_all((texts, at) in parted()) {
        let (reference, new) = texts.split_at(at);
        for detector in detectors() {
            let report = detector.detect_against(reference, new);
            prop_assert_eq!(&report.findings, &expected(detector.detect(&texts), at));
            #[cfg(feature = "rayon")]
            prop_assert_eq!(report, detector.parallel().detect_against(reference, new));
        }
    }
}

/// A template in the reference has a pair for each two of its instances.
#[test]
fn what_the_reference_repeats_of_itself_is_not_reported() {
    let notice = |gate: usize| {
        format!(
            "The gate with the number {gate} opens at nine and closes at five on every day of the week."
        )
    };
    let reference: Vec<String> = (0..400).map(notice).collect();
    let detector = Detector::default();
    let report = detector.detect_against(&reference, &["Tickets are sold on board of the ferry."]);
    assert!(report.findings.is_empty() && report.clusters.is_empty());
    let report = detector.detect_against(&reference, &[notice(1_000)]);
    let [finding] = &report.findings[..] else { panic!("one is redundant") };
    assert_eq!((finding.a.document, finding.b), (0, Place { document: 1, paragraph: 0 }));
    let [cluster] = &report.clusters[..] else { panic!("it is in one cluster") };
    assert!(cluster.members.contains(&finding.b));
}

#[test]
fn either_side_may_be_empty() {
    let (detector, texts) =
        (Detector::default(), ["A quiet night at sea.", "A quiet night at sea!"]);
    let none: [&str; 0] = [];
    assert!(detector.detect_against(&texts, &none).findings.is_empty());
    let alone = detector.detect_against(&none, &texts);
    let finding = &alone.findings[0];
    assert_eq!((finding.a.document, finding.a.paragraph), (1, 0));
    assert_eq!(alone.documents.len(), 2);
}
