//! Parallel equals serial, byte for byte, at any number of threads.

#![cfg(all(feature = "rayon", feature = "serde"))]

use paradup::document::Document;
use paradup::report::Removals;
use paradup::shingle::Shingling;
use paradup::{Detector, Engine, Kernel, MayLose, Scope, Standing};

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn reports_are_the_same_bytes_at_1_2_and_8_threads() {
    let paragraphs = crate::generator::paragraphs(1500, 30, 11);
    for engine in [Engine::Lsh, Engine::Exact] {
        let detector = Detector::builder().engine(engine).build().unwrap();
        let report = detector.detect(&paragraphs);
        let serial = serde_json::to_string(&report).unwrap();
        assert!(serial.contains("near"));
        assert_eq!(detector.clusters(&paragraphs), report.clusters);
        for threads in [1, 2, 8] {
            let parallel = with_threads(threads, || detector.parallel().detect(&paragraphs));
            let equal = serde_json::to_string(&parallel).unwrap() == serial;
            assert!(equal, "{engine:?}, {threads} threads");
            let clusters = with_threads(threads, || detector.parallel().clusters(&paragraphs));
            assert!(clusters == report.clusters, "{engine:?}, {threads} threads");
        }
    }
}

/// More paragraphs than have all their pairs scored, and several pieces of work of each stage.
#[test]
fn restatements_found_by_rare_words_are_the_same_at_1_2_and_8_threads() {
    let paragraphs = crate::generator::paragraphs(2500, 80, 3);
    let detector = Detector::default();
    let report = detector.detect(&paragraphs);
    assert!(report.counts.restated > 0 && report.counts.restated_passed_over > 0);
    let serial = serde_json::to_string(&report).unwrap();
    for threads in [1, 2, 8] {
        let parallel = with_threads(threads, || detector.parallel().detect(&paragraphs));
        assert!(serde_json::to_string(&parallel).unwrap() == serial, "{threads} threads");
    }
}

#[test]
fn reports_are_the_same_bytes_by_every_kernel() {
    let mut paragraphs = crate::generator::paragraphs(1500, 30, 13);
    // Words that are long, symbols, and more than one batch of words.
    paragraphs.extend(
        crate::generator::paragraphs(20, 400, 14).into_iter().map(|text| {
            text.replace("ka", "kakakakakakaka, don't $5.00 ").replace(" lo", " C++; ")
        }),
    );
    paragraphs.extend(paragraphs[1500..1510].to_vec());
    for engine in [Engine::Lsh, Engine::Exact] {
        let report = |kernel| {
            let detector = Detector::builder().engine(engine).kernel(kernel).build().unwrap();
            serde_json::to_string(&detector.detect(&paragraphs)).unwrap()
        };
        let mut kernels = Kernel::available();
        let portable = report(kernels.next().unwrap());
        assert!(portable.contains("near"));
        for kernel in kernels {
            assert!(report(kernel) == portable, "{engine:?}, {}", kernel.name());
        }
    }
}

/// Characters and single words are common, so that signatures propose candidates.
#[test]
fn what_signatures_propose_is_the_same_at_1_2_and_8_threads() {
    let paragraphs = crate::generator::paragraphs(400, 25, 12);
    for shingling in [Shingling::characters(5).unwrap(), Shingling::words(1).unwrap()] {
        let detector = Detector::builder().shingling(shingling).near(0.55).build().unwrap();
        let serial = serde_json::to_string(&detector.detect(&paragraphs)).unwrap();
        assert!(serial.contains("near"));
        for threads in [1, 2, 8] {
            let parallel = with_threads(threads, || detector.parallel().detect(&paragraphs));
            let equal = serde_json::to_string(&parallel).unwrap() == serial;
            assert!(equal, "{shingling:?}, {threads} threads");
        }
    }
}

#[test]
fn removals_are_the_same_at_1_2_and_8_threads() {
    let paragraphs = crate::generator::paragraphs(1500, 30, 13);
    for engine in [Engine::Lsh, Engine::Exact] {
        let builder = Detector::builder().engine(engine).may_lose(MayLose::Anything);
        let detector = builder.build().unwrap();
        let standing = |_| Standing::Ranked(());
        let serial: Removals = detector.removals_by(&paragraphs, standing);
        assert!(serial.removed.len() > 50, "{engine:?} removes {}", serial.removed.len());
        for threads in [1, 2, 8] {
            let parallel =
                with_threads(threads, || detector.parallel().removals_by(&paragraphs, standing));
            assert!(parallel == serial, "{engine:?}, {threads} threads");
        }
    }
}

#[test]
fn documents_too_and_the_report_reads_back() {
    let documents: Vec<Document> = (0..8)
        .map(|seed| {
            Document::plain(crate::generator::paragraphs(40, 25, seed % 5).join("\r\n\r\n"))
        })
        .collect();
    for scope in [Scope::All, Scope::Document] {
        let detector = Detector::builder().scope(scope).build().unwrap();
        let report = detector.detect_documents(&documents);
        let bytes = serde_json::to_string(&report).unwrap();
        for threads in [1, 2, 8] {
            let parallel =
                with_threads(threads, || detector.parallel().detect_documents(&documents));
            assert!(serde_json::to_string(&parallel).unwrap() == bytes, "{threads} threads");
        }
        assert_eq!(serde_json::from_str::<paradup::report::Report>(&bytes).unwrap(), report);
    }
}
