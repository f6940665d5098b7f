//! Stored signatures, on any bytes.

use paradup::OpenError;
use paradup::hash::hash_bytes;
use paradup::minhash::SignatureMatrix;

/// Reads the bytes as they are and under the checksum that they should have: refused, or signatures that can be compared and
/// written as the same bytes again.
pub fn check(bytes: &[u8]) {
    read(bytes);
    if let Some((content, _)) = bytes.split_last_chunk::<8>() {
        let checksum = hash_bytes(content, 0).to_le_bytes();
        read(&[content, &checksum].concat());
    }
}

fn read(bytes: &[u8]) {
    let matrix = match SignatureMatrix::read_from(bytes) {
        Ok(matrix) => matrix,
        Err(OpenError::Format(error)) => return assert!(!error.remedy().is_empty()),
        Err(error) => panic!("memory can be read: {error}"),
    };
    let mut written = Vec::new();
    matrix.write_to(&mut written).expect("memory can be written");
    assert_eq!(written, bytes, "what was read is written as it was");
    for at in 0..matrix.len() {
        let signature = matrix.signature(at);
        let own = signature.resemblance(&signature).expect("one scheme");
        assert_eq!(matrix.resemblance(at, at), own);
    }
}
