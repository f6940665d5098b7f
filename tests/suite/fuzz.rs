//! The checks of the fuzz targets, on their seeds and on random bytes: what needs nothing installed.

#![cfg(all(feature = "rayon", feature = "serde"))]

#[allow(unreachable_pub, reason = "public in the fuzz package, where the targets call it")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

use self::targets::{collection, comparison, index, signatures, stored, text};
use proptest::collection::vec;
use proptest::prelude::*;

/// Calls `check` with each seed of a target.
fn for_each_seed(target: &str, check: impl Fn(&[u8])) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let seeds: Vec<_> = fs::read_dir(directory).unwrap().map(|seed| seed.unwrap().path()).collect();
    assert!(!seeds.is_empty(), "no seeds for {target}");
    for seed in seeds {
        check(&fs::read(seed).unwrap());
    }
}

#[test]
fn seeds() {
    for_each_seed("collection", collection::check);
    for_each_seed("comparison", comparison::check);
    for_each_seed("index", index::check);
    for_each_seed("signatures", signatures::check);
    for_each_seed("stored", stored::check);
    for_each_seed("text", text::check);
}

/// Seeds that only the refusal of everything would pass.
#[test]
fn stored_seeds_are_read() {
    for name in ["report.json", "comparison.json", "signature.json"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/stored").join(name);
        let bytes = fs::read(path).unwrap();
        let read = match name {
            "report.json" => serde_json::from_slice::<paradup::report::Report>(&bytes).is_ok(),
            "comparison.json" => {
                serde_json::from_slice::<paradup::report::Comparison>(&bytes).is_ok()
            }
            _ => serde_json::from_slice::<paradup::minhash::Signature>(&bytes).is_ok(),
        };
        assert!(read, "{name}");
    }
}

/// Bytes of a text that has all scripts and much punctuation in it.
fn prose() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<String>(),
        "([a-zA-Z]{1,6}[ ,.'’\n\0-]{1,2}){0,60}",
        "([a-zé東京กำ\u{301}\u{200b}ﷺ½£0-9]{1,5}[ .\0\n]{0,2}){0,40}",
    ]
    .prop_map(String::into_bytes)
}

/// A seed of a target with some bytes changed.
fn damaged(target: &str) -> impl Strategy<Value = Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let seeds: Vec<Vec<u8>> = fs::read_dir(directory)
        .unwrap()
        .map(|seed| fs::read(seed.unwrap().path()).unwrap())
        .collect();
    let edits = vec((any::<proptest::sample::Index>(), prop_oneof![any::<u8>(), b'-'..b':']), 1..4);
    (proptest::sample::select(seeds), edits).prop_map(|(mut bytes, edits)| {
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

proptest! {
    #[test]
    fn collections(bytes in vec(any::<u8>(), 0..300)) {
        collection::check(&bytes);
    }

    #[test]
    fn comparisons(bytes in prose()) {
        comparison::check(&bytes);
    }

    #[test]
    fn stored_indexes(bytes in damaged("index")) {
        index::check(&bytes);
    }

    #[test]
    fn stored_signatures(bytes in damaged("signatures")) {
        signatures::check(&bytes);
    }

    #[test]
    fn stored_forms(bytes in damaged("stored")) {
        stored::check(&bytes);
    }

    #[test]
    fn texts(bytes in prop_oneof![prose(), vec(any::<u8>(), 0..200)]) {
        text::check(&bytes);
    }
}
