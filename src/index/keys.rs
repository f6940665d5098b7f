//! From a text to the keys under which an index looks for others.

use crate::BuildError;
use crate::detector::{Detector, Engine, Scope};
use crate::hash::fingerprint;
use crate::lsh::Banding;
use crate::minhash::{Scheme, Sketcher};
use crate::relation::Relation;
use crate::removal::MayLose;
use crate::shingle::Shingler;

/// Makes keys of texts: the same for the same words, and with the promised recall one in common for near texts.
#[derive(Clone, Debug)]
pub(super) struct KeyMaker {
    shingler: Shingler,
    /// None where near texts are not asked for.
    signatures: Option<(Sketcher, Banding)>,
}

/// The keys of one text, and what was needed on the way to them.
#[derive(Debug, Default)]
pub(super) struct KeyBuffer {
    words: Vec<u64>,
    shingles: Vec<u64>,
    rows: Vec<u32>,
}

impl KeyMaker {
    /// # Errors
    /// When the detector has a setting that an index cannot serve, and when its rows do not suffice for its recall.
    pub(super) fn new(detector: &Detector) -> Result<KeyMaker, BuildError> {
        refuse(detector)?;
        let (settings, signing) = (&detector.settings, &detector.signing);
        let shingler = settings.shingler;
        if !settings.criteria.asks_for(Relation::Near) {
            return Ok(KeyMaker { shingler, signatures: None });
        }
        let near = settings.criteria.thresholds.near;
        let banding = Banding::for_threshold(near, signing.recall, signing.scheme.num_perm())?;
        // Rows that are in no band are not made: what a row is depends on its number, not on how many there are.
        let scheme = Scheme::builder().marks(signing.scheme.marks()).seed(signing.scheme.seed());
        let scheme = scheme.shingling(signing.scheme.shingling()).num_perm(banding.num_perm());
        let sketcher = Sketcher::with_kernel(scheme.build()?, shingler.kernel());
        Ok(KeyMaker { shingler, signatures: Some((sketcher, banding)) })
    }

    /// How many keys a text has that has words.
    pub(super) fn len(&self) -> usize {
        1 + self.signatures.as_ref().map_or(0, |(_, banding)| banding.bands())
    }

    /// Appends the keys of a text; none where it has no words. The first tells canonical texts apart, the others are those of the
    /// bands. Linear in the bytes.
    pub(super) fn append(&self, text: &str, buffer: &mut KeyBuffer, keys: &mut Vec<u64>) {
        let KeyBuffer { words, shingles, rows } = buffer;
        self.shingler.shingle(text, words, shingles);
        if words.is_empty() {
            return;
        }
        keys.push(fingerprint(words));
        if let Some((sketcher, banding)) = &self.signatures {
            rows.resize(banding.num_perm(), 0);
            sketcher.sketch_into(shingles, rows);
            keys.extend(banding.keys(rows));
        }
    }
}

/// Refuses what an index cannot serve.
fn refuse(detector: &Detector) -> Result<(), BuildError> {
    let criteria = &detector.settings.criteria;
    for relation in [Relation::Contained, Relation::Restated] {
        if criteria.asks_for(relation) {
            let expected = "identical, reformatted and near or some of them";
            let remedy = "ask for `Index::RELATIONS`";
            return Err(refusal("relations", expected, relation.name(), remedy));
        }
    }
    if detector.signing.engine == Engine::Exact {
        let remedy = "signatures propose what an index finds";
        return Err(refusal("engine", "auto or lsh", Engine::Exact.name(), remedy));
    }
    if detector.scope != Scope::All {
        let remedy = "an index knows no documents";
        return Err(refusal("scope", Scope::All.name(), detector.scope.name(), remedy));
    }
    if detector.may_lose == MayLose::Wording {
        let remedy = "which words tell is known of a whole collection only";
        let found = detector.may_lose.name();
        return Err(refusal("may_lose", "nothing or anything", found, remedy));
    }
    Ok(())
}

fn refusal(setting: &'static str, expected: &str, found: &str, remedy: &str) -> BuildError {
    BuildError::new(setting, format!("expected {expected}, found {found}; {remedy}"))
}
