//! Sets that are recomputed wherever they are needed lead to the same answers as sets that are stored.

use crate::generator::Random;
use paradup::shingle::Shingling;
use paradup::{Detector, DetectorBuilder, Engine, Standing};

/// Ordinary paragraphs, some of them copied, cut and edited; and more instances of one template than are
/// compared in pairs.
fn texts() -> Vec<String> {
    let mut texts = crate::generator::paragraphs(1200, 30, 21);
    let template = crate::generator::prose(&crate::generator::words(&mut Random::new(5), 40));
    texts.extend((0..300).map(|number| format!("{template} Order {number} was paid.")));
    texts.extend([String::new(), "…".to_owned(), "Word".to_owned(), "word!".to_owned()]);
    texts
}

fn check(builder: impl Fn() -> DetectorBuilder) {
    let texts = texts();
    let stored = builder().build().unwrap();
    let low = builder().low_memory(true).build().unwrap();
    let report = stored.detect(&texts);
    assert!(report.counts.near > 300, "{} near", report.counts.near);
    assert!(low.detect(&texts) == report);
    assert!(low.clusters(&texts) == report.clusters);
    let standing = |number| Standing::Ranked(number % 7);
    assert!(low.removals_by(&texts, standing) == stored.removals_by(&texts, standing));
    #[cfg(feature = "rayon")]
    {
        assert!(low.parallel().detect(&texts) == report);
        assert!(
            low.parallel().removals_by(&texts, standing) == stored.removals_by(&texts, standing)
        );
    }
    let (a, b) = (&texts[1200], &texts[1201]);
    assert!(low.compare(a, b) == stored.compare(a, b));
}

#[test]
fn words_by_the_join() {
    check(|| Detector::builder().engine(Engine::Exact));
}

#[test]
fn words_by_signatures() {
    check(|| Detector::builder().engine(Engine::Lsh));
}

#[test]
fn characters() {
    check(|| {
        Detector::builder().engine(Engine::Exact).shingling(Shingling::characters(5).unwrap())
    });
}
