//! Whatever reads stored forms, on any bytes.

use core::fmt::Debug;

use paradup::minhash::{Scheme, Signature};
use paradup::report::{Comparison, Removal, Report};
use paradup::shingle::Shingling;
use paradup::{Similarity, text::Normalizer};
use serde::{Serialize, de::DeserializeOwned};

/// Reads the bytes as everything that can be stored: refused, or read so that it can be written and
/// read again as the same.
pub fn check(bytes: &[u8]) {
    reads_back::<Comparison>(bytes);
    reads_back::<Normalizer>(bytes);
    reads_back::<Removal>(bytes);
    reads_back::<Report>(bytes);
    reads_back::<Scheme>(bytes);
    reads_back::<Shingling>(bytes);
    reads_back::<Similarity>(bytes);
    if let Some(signature) = reads_back::<Signature>(bytes) {
        assert_eq!(signature.rows().len(), signature.scheme().num_perm());
        assert_eq!(signature.merge(&signature).as_ref(), Ok(&signature));
    }
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(bytes).ok()?;
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    let again: T = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(again, value);
    Some(value)
}
