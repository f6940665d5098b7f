//! What a removal loses.

use paradup::Similarity;
use serde::Serialize;

/// How much is lost, where something may be.
#[derive(Serialize)]
pub(super) struct Lost<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<Similarity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<Vec<&'c str>>,
}
