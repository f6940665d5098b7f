//! What is stored stays readable, and what is computed stays the same: version 1, checked in.
//!
//! The hashes, shingles, signatures and band keys in `tests/frozen/version-1.json` were reproduced by
//! a Python program that follows the documentation, with python-xxhash for XXH3: the shingles by what
//! `Shingler` says of the hashes of words. The file is never written anew. Where it no longer holds,
//! everything stored by anyone is lost: raise `Scheme::VERSION` or `SCHEMA`, and add a file beside it.

#![cfg(feature = "serde")]

use std::fs;
use std::path::Path;

use paradup::Kernel;
use paradup::hash::hash_bytes;
use paradup::lsh::band_key;
use paradup::minhash::{Scheme, Signature, Sketcher};
use paradup::report::Report;
use paradup::shingle::{Shingler, Shingling};
use paradup::text::{Marks, Normalizer};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Frozen {
    hashes: Vec<Hash>,
    canonical: Vec<Canonical>,
    shingles: Vec<Shingles>,
    signatures: Vec<Sketch>,
    band_keys: Vec<BandKey>,
    report: Value,
}

#[derive(Deserialize)]
struct Hash {
    /// This many bytes 0, 1, 2, … modulo 251.
    length: usize,
    seed: u64,
    answer: u64,
}

#[derive(Deserialize)]
struct Canonical {
    text: String,
    kept: String,
    stripped: String,
}

#[derive(Deserialize)]
struct Shingles {
    text: String,
    shingling: Shingling,
    seed: u64,
    set: Vec<u64>,
}

#[derive(Deserialize)]
struct Sketch {
    shingles: Vec<u64>,
    signature: Value,
}

#[derive(Deserialize)]
struct BandKey {
    band: u32,
    rows: Vec<u32>,
    key: u64,
}

fn frozen() -> Frozen {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/version-1.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The path of the first field that differs.
fn difference(found: &Value, expected: &Value, path: &str) -> Option<String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let names = found.keys().chain(expected.keys());
            names.into_iter().find_map(|name| {
                let absent = json!("(absent)");
                let found = found.get(name).unwrap_or(&absent);
                difference(found, expected.get(name).unwrap_or(&absent), &format!("{path}.{name}"))
            })
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            found.iter().zip(expected).enumerate().find_map(|(at, (found, expected))| {
                difference(found, expected, &format!("{path}[{at}]"))
            })
        }
        _ => (found != expected).then(|| format!("{path}: expected {expected}, found {found}")),
    }
}

#[track_caller]
fn assert_same(found: &Value, expected: &Value, name: &str) {
    if let Some(difference) = difference(found, expected, name) {
        panic!("{difference}");
    }
}

#[test]
fn hashes() {
    for Hash { length, seed, answer } in frozen().hashes {
        let bytes: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
        assert_eq!(hash_bytes(&bytes, seed), answer, "{length} bytes, seed {seed}");
    }
}

#[test]
fn canonical_texts() {
    for Canonical { text, kept, stripped } in frozen().canonical {
        assert_eq!(Normalizer::new().canonical(&text), kept, "{text:?}");
        assert_eq!(Normalizer::with_marks(Marks::Strip).canonical(&text), stripped, "{text:?}");
    }
}

#[test]
fn shingle_sets() {
    for Shingles { text, shingling, seed, set } in frozen().shingles {
        let found = Shingler::new(Normalizer::new(), shingling, seed).shingles(&text);
        assert_eq!(found.as_slice(), set, "{text:?} {shingling:?}");
    }
}

#[test]
fn signatures_of_every_kernel() {
    for Sketch { shingles, signature } in frozen().signatures {
        let stored: Signature = serde_json::from_value(signature.clone()).unwrap();
        let shingles = shingles.into_iter().collect();
        for kernel in Kernel::available() {
            let found = Sketcher::with_kernel(*stored.scheme(), kernel).sketch(&shingles);
            let found = serde_json::to_value(&found).unwrap();
            assert_same(&found, &signature, &format!("{} signature", kernel.name()));
        }
    }
}

#[test]
fn band_keys() {
    for BandKey { band, rows, key } in frozen().band_keys {
        assert_eq!(band_key(band, &rows), key, "band {band} of {rows:?}");
    }
}

/// Every field comes back under its name, and none is added.
#[test]
fn a_report_is_read_and_written_as_it_was() {
    let expected = frozen().report;
    let report: Report = serde_json::from_value(expected.clone()).unwrap();
    assert_same(&serde_json::to_value(&report).unwrap(), &expected, "report");
    assert_eq!((report.documents.len(), report.findings.len(), report.clusters.len()), (2, 4, 2));
    assert_eq!(report.pairs().count(), 5);
    assert!(report.findings.iter().any(|finding| finding.evidence.reasons.is_some()));
}

#[test]
fn other_versions_are_refused_by_the_field_s_name() {
    let Frozen { mut report, signatures, .. } = frozen();
    report["schema"] = json!(2);
    let error = serde_json::from_value::<Report>(report).unwrap_err();
    assert_eq!(error.to_string(), "schema: expected 1, found 2; detect again");
    let mut signature = signatures[0].signature.clone();
    signature["scheme"]["version"] = json!(2);
    let error = serde_json::from_value::<Signature>(signature).unwrap_err();
    assert_eq!(error.to_string(), "version: expected 1, found 2; sketch the texts again");
    assert_eq!((Scheme::VERSION, paradup::report::SCHEMA), (1, 1));
}

#[test]
fn a_difference_is_named() {
    let (found, expected) = (json!({"a": [1, {"b": 2}]}), json!({"a": [1, {"b": 3}]}));
    assert_eq!(difference(&found, &expected, "x").unwrap(), "x.a[1].b: expected 3, found 2");
    let found = difference(&json!({}), &json!({"a": 1}), "x");
    assert_eq!(found.unwrap(), "x.a: expected 1, found \"(absent)\"");
    assert_eq!(difference(&expected, &expected, "x"), None);
}
