//! Stored indexes, on any bytes.

use paradup::hash::hash_bytes;
use paradup::index::Index;
use paradup::{Detector, OpenError};

/// Opens the bytes as they are and under the checksum that they should have: refused, or an index that can be asked, changed and
/// written as the same bytes again.
pub fn check(bytes: &[u8]) {
    let detector = Detector::builder().relations(Index::RELATIONS).build();
    let detector = detector.expect("settings in range");
    open(&detector, bytes);
    if let Some((content, _)) = bytes.split_last_chunk::<8>() {
        let checksum = hash_bytes(content, 0).to_le_bytes();
        open(&detector, &[content, &checksum].concat());
    }
}

fn open(detector: &Detector, bytes: &[u8]) {
    let mut index = match Index::read_from(detector, bytes) {
        Ok(index) => index,
        Err(OpenError::Format(error)) => return assert!(!error.remedy().is_empty()),
        Err(error) => panic!("no text and no setting is to blame: {error}"),
    };
    let settings = Index::read_settings(bytes).expect("an index that opens says its settings");
    let own = settings.build().expect("settings of an index are in range");
    Index::read_from(&own, bytes).expect("an index opens under the settings that it says");
    let mut written = Vec::new();
    index.write_to(&mut written).expect("memory can be written");
    assert_eq!(written, bytes, "what was read is written as it was");
    let texts: Vec<(u64, String)> =
        index.iter().map(|(id, text)| (id, text.to_owned())).take(8).collect();
    for (id, text) in &texts {
        let matches = index.query(text).matches;
        assert!(matches.iter().all(|found| index.contains(found.id)));
        assert!(index.remove(*id));
        index.insert(*id, text).expect("the id is free");
    }
    assert!(texts.iter().all(|(id, text)| index.text(*id) == Some(text)));
}
