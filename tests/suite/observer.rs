//! Work that is observed gives the same answers, and none where it was cancelled, wherever that was.

#[cfg(feature = "rayon")]
use core::sync::atomic::AtomicBool;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use paradup::document::Document;
use paradup::report::Removals;
use paradup::{Cancelled, Detector, Engine, MayLose, Observed, Observer, Progress, Stage};

/// Cancels when it has been asked a number of times, and notes what it was told.
#[derive(Default)]
struct Limited {
    asked: AtomicUsize,
    limit: Option<usize>,
    told: Mutex<Vec<Progress>>,
}

impl Limited {
    fn to(limit: usize) -> Limited {
        Limited { limit: Some(limit), ..Limited::default() }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Observer for Limited {
    fn progress(&self, progress: Progress) {
        self.told.lock().unwrap().push(progress);
    }

    fn is_cancelled(&self) -> bool {
        let before = self.asked.fetch_add(1, Ordering::Relaxed);
        self.limit.is_some_and(|limit| before >= limit)
    }
}

/// Copies, near copies, restatements, and a template with more instances than a shingle may have without being hot.
fn paragraphs() -> Vec<String> {
    let mut paragraphs = crate::generator::paragraphs(400, 30, 5);
    paragraphs.extend((0..400).map(|number| {
        format!("Parcel {number} left the yard at noon by rail and reached the port before the tide turned.")
    }));
    paragraphs.extend(paragraphs[..20].to_vec());
    paragraphs
}

fn detector(engine: Engine, may_lose: MayLose) -> Detector {
    Detector::builder().engine(engine).may_lose(may_lose).build().unwrap()
}

/// Cancels some work at many of the moments at which it could be, among them the first and the last.
fn check<O: PartialEq + core::fmt::Debug>(
    detector: &Detector,
    expected: &O,
    work: impl Fn(&Observed) -> Result<O, Cancelled>,
) {
    let watching = Arc::new(Limited::default());
    assert!(work(&detector.observed_by(watching.clone())).as_ref() == Ok(expected));
    let asked = watching.asked();
    assert!(asked > 0, "nobody asks whether to go on");
    for limit in (0..asked).step_by(asked.div_ceil(12)).chain([asked - 1]) {
        let limited = Arc::new(Limited::to(limit));
        assert_eq!(work(&detector.observed_by(limited.clone())), Err(Cancelled), "at {limit}");
    }
    assert!(work(&detector.observed_by(Limited::to(asked))).as_ref() == Ok(expected));
}

#[test]
fn a_report_is_whole_or_not_there() {
    let paragraphs = paragraphs();
    for engine in [Engine::Lsh, Engine::Exact] {
        let detector = detector(engine, MayLose::Nothing);
        let report = detector.detect(&paragraphs);
        assert!(report.counts.near > 0 && report.counts.hot_paragraphs > 0, "{:?}", report.counts);
        check(&detector, &report, |observed| observed.detect(&paragraphs));
        check(&detector, &report.clusters, |observed| observed.clusters(&paragraphs));
    }
}

#[test]
fn so_is_one_on_documents() {
    let documents: Vec<Document> = (0..8)
        .map(|seed| Document::plain(crate::generator::paragraphs(40, 25, seed % 5).join("\n\n")))
        .collect();
    let detector = Detector::default();
    let report = detector.detect_documents(&documents);
    check(&detector, &report, |observed| observed.detect_documents(&documents));
}

#[test]
fn so_are_removals_and_losses() {
    let paragraphs = paragraphs();
    for may_lose in MayLose::ALL {
        let detector = detector(Engine::Exact, *may_lose);
        let removals: Removals = detector.removals(&paragraphs);
        assert!(!removals.removed.is_empty());
        check(&detector, &removals, |observed| observed.removals(&paragraphs));
    }
    let detector = detector(Engine::Exact, MayLose::Anything);
    let removed = detector.removals(&paragraphs).removed;
    let losses = detector.losses(&paragraphs, &removed);
    check(&detector, &losses, |observed| observed.losses(&paragraphs, &removed));
}

#[test]
#[cfg(feature = "rayon")]
fn threads_stop_too_and_change_nothing() {
    let paragraphs = paragraphs();
    let detector = detector(Engine::Exact, MayLose::Wording);
    let (report, removals) = (detector.detect(&paragraphs), detector.removals(&paragraphs));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    pool.install(|| {
        let parallel = detector.parallel();
        assert!(parallel.observed_by(AtomicBool::new(false)).detect(&paragraphs) == Ok(report));
        assert!(parallel.observed_by(AtomicBool::new(false)).removals(&paragraphs) == Ok(removals));
        for limit in [0, 1, 10, 100] {
            let observed = parallel.observed_by(Limited::to(limit));
            assert_eq!(observed.detect(&paragraphs), Err(Cancelled), "at {limit}");
            assert_eq!(observed.removals(&paragraphs), Err(Cancelled), "at {limit}");
        }
    });
}

#[test]
fn stages_are_told_in_order_and_to_their_end() {
    let watching = Arc::new(Limited::default());
    let observed = detector(Engine::Exact, MayLose::Nothing).observed_by(watching.clone());
    observed.detect(&paragraphs()).unwrap();
    let told = watching.told.lock().unwrap();
    let mut stages: Vec<Stage> = Vec::new();
    let mut ended: HashMap<Stage, bool> = HashMap::new();
    for Progress { stage, done, of, .. } in told.iter() {
        assert!(done <= of && *of > 0, "{stage}: {done} of {of}");
        if !stages.contains(stage) {
            stages.push(*stage);
        }
        ended.insert(*stage, done == of);
    }
    let [reading, proposing, verifying] = [Stage::Reading, Stage::Proposing, Stage::Verifying];
    assert_eq!(stages[..3], [reading, proposing, verifying]);
    assert_eq!(stages[3..], [Stage::Representing, Stage::Restating, Stage::Explaining]);
    assert!(ended.values().all(|ended| *ended), "{ended:?}");
}
