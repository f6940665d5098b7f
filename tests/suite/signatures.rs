//! Many signatures of one scheme, and their stored form.

use std::fs;
use std::path::Path;

use paradup::hash::hash_bytes;
use paradup::minhash::{Scheme, Signature, SignatureMatrix, Sketcher};
use paradup::{FormatError, OpenError};
use proptest::collection::vec;
use proptest::prelude::*;

fn scheme() -> Scheme {
    Scheme::builder().num_perm(3).seed(42).build().unwrap()
}

fn matrix(sets: &[Vec<u64>]) -> (SignatureMatrix, Vec<Signature>) {
    let sketcher = Sketcher::new(scheme());
    let sketch = |set: &Vec<u64>| sketcher.sketch(&set.iter().copied().collect());
    let signatures: Vec<Signature> = sets.iter().map(sketch).collect();
    let mut matrix = SignatureMatrix::new(scheme());
    for signature in &signatures {
        matrix.push(signature).unwrap();
    }
    (matrix, signatures)
}

fn small() -> SignatureMatrix {
    matrix(&[(0..100).collect(), Vec::new()]).0
}

fn written(matrix: &SignatureMatrix) -> Vec<u8> {
    let mut bytes = Vec::new();
    matrix.write_to(&mut bytes).unwrap();
    bytes
}

fn refused(bytes: &[u8]) -> FormatError {
    match SignatureMatrix::read_from(bytes) {
        Err(OpenError::Format(error)) => error,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

/// The bytes with some of them exchanged, under the checksum that they should have.
fn forged(from: &[u8], to: &[u8]) -> Vec<u8> {
    let bytes = written(&small());
    let at = bytes.windows(from.len()).position(|bytes| bytes == from).unwrap();
    let content = [&bytes[..at], to, &bytes[at + from.len()..bytes.len() - 8]].concat();
    let checksum = hash_bytes(&content, 0).to_le_bytes();
    [content, checksum.into()].concat()
}

/// Bytes of version 1, which a Python program made that follows the documentation. They are never written anew: what changes
/// them raises the version.
#[test]
fn signatures_of_version_1_are_read_and_written_as_they_were() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/signatures-1.bin");
    let bytes = fs::read(path).unwrap();
    let read = SignatureMatrix::read_from(&bytes[..]).unwrap();
    assert_eq!((&read, read.scheme()), (&small(), &scheme()));
    assert_eq!(read.rows(0), [0x0201_422a, 0x0740_68e9, 0x047e_ec06]);
    assert!(read.signature(1).is_empty());
    assert_eq!(written(&small()), bytes);
}

#[test]
fn what_is_foreign_cut_off_or_changed_is_refused() {
    let bytes = written(&small());
    for at in 0..bytes.len() {
        assert_eq!(refused(&bytes[..at]).field(), "length", "cut off at {at}");
        for bit in 0..8 {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << bit;
            refused(&bytes);
        }
    }
    assert_eq!(refused(b"paradup\n").field(), "format");
    assert_eq!(refused(&[&bytes[..], &[0]].concat()).field(), "length");
}

#[test]
fn the_refused_field_is_named() {
    let no_seed = forged(b"seed = 42\n", b"seed : 42\n");
    for (bytes, field) in [
        (forged(b"minhash\n\x01", b"minhash\n\x02"), "version"),
        (forged(b"scheme = 1", b"scheme = 2"), "scheme"),
        (forged(b"kept", b"lost"), "marks"),
        (forged(b"3 words", b"0 words"), "shingling"),
        (forged(b"num_perm = 3", b"num_perm = 0"), "num_perm"),
        (forged(b"num_perm = 3", b"num_perm = 1"), "checksum"),
        (forged(b"num_perm = 3", b"num_perm = 9"), "length"),
        (no_seed, "seed"),
        (forged(b"seed = 42", b"seed = +2"), "scheme"),
        (forged(b"\x2a\x42\x01\x02", b"\xff\xff\xff\xff"), "rows"),
        (forged(b"\n\x02\0\0\0\0\0\0\0", b"\n\xff\xff\xff\xff\xff\xff\xff\xff"), "signatures"),
    ] {
        assert_eq!(refused(&bytes).field(), field, "{}", refused(&bytes));
    }
    let error = refused(&forged(b"scheme = 1", b"scheme = 2")).to_string();
    assert_eq!(error, "scheme: expected 1, found 2; sketch the texts again");
}

#[test]
fn another_scheme_is_not_mixed_in() {
    let mut matrix = small();
    let other = Sketcher::new(Scheme::default()).sketch(&[1].into_iter().collect());
    assert_eq!(matrix.push(&other).unwrap_err().field(), "num_perm");
    assert_eq!(matrix, small());
}

proptest! {
    #[test]
    fn signatures_come_back_and_compare_as_each_alone(
        sets in vec(vec(prop_oneof![0..20_u64, any::<u64>()], 0..20), 0..8),
    ) {
        let (matrix, signatures) = matrix(&sets);
        let read = SignatureMatrix::read_from(&written(&matrix)[..]).unwrap();
        prop_assert_eq!(&read, &matrix);
        prop_assert_eq!((read.len(), read.is_empty()), (sets.len(), sets.is_empty()));
        for (a, signature) in signatures.iter().enumerate() {
            prop_assert_eq!(&read.signature(a), signature);
            for (b, other) in signatures.iter().enumerate() {
                prop_assert_eq!(read.resemblance(a, b), signature.resemblance(other).unwrap());
            }
        }
    }
}
