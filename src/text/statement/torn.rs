//! Words that the end of a line may have torn. A hyphen there can be read in two ways: `well-` and `known` are two words,
//! `under-` and `stood` are one.

use crate::hash::sequence;
use crate::text::lines::lines;

/// A hyphen at the end of a line, between letters.
#[derive(Debug)]
pub(super) struct Joint {
    /// The place of the word behind it among the pieces.
    pub(super) place: usize,
    /// How many marks are between it and the word before it.
    pub(super) marks: usize,
    /// The hash of the word before it and the word behind it as one word.
    pub(super) joined: u64,
}

/// Joints of a sentence up to which each is read in both ways. Beyond, all are read in one way or
/// all in the other.
const MAX_JOINTS: usize = 4;

/// The key of each way to read the pieces of a sentence.
pub(super) fn readings(pieces: &[u64], joints: &[Joint]) -> impl Iterator<Item = u64> {
    let ways = if joints.len() <= MAX_JOINTS { 1 << joints.len() } else { 2 };
    // A way is a bit set of joints; where there are too many, all bits go together.
    let all_or_none = if joints.len() <= MAX_JOINTS { 1 } else { u32::MAX };
    (0..ways).map(move |way| reading(pieces, joints, all_or_none * way))
}

/// The key where the joints whose bits are set are torn words.
fn reading(pieces: &[u64], joints: &[Joint], torn: u32) -> u64 {
    let mut read = Vec::with_capacity(pieces.len());
    let mut joints = joints.iter().enumerate().peekable();
    for (place, piece) in pieces.iter().enumerate() {
        match joints.next_if(|(_, joint)| joint.place == place) {
            Some((at, joint)) if torn >> at.min(MAX_JOINTS) & 1 == 1 => {
                read.remove(read.len() - 1 - joint.marks);
                read.push(joint.joined);
            }
            _ => read.push(*piece),
        }
    }
    sequence(&read)
}

/// Whether this stands between two parts of a word that a line end tore: a hyphen, a line end, white space.
pub(super) fn is_torn(gap: &str) -> bool {
    let behind = gap.strip_prefix(['-', '\u{2010}']);
    behind.is_some_and(|rest| rest.contains(['\n', '\r']) && rest.chars().all(char::is_whitespace))
}

/// The places of the hyphens of a sentence that may have torn a word.
pub(super) fn torn_places(sentence: &str) -> impl Iterator<Item = usize> {
    lines(sentence).filter_map(|line| {
        let hyphen = sentence[line.clone()].trim_end().strip_suffix(['-', '\u{2010}'])?;
        (line.end < sentence.len()).then_some(line.start + hyphen.len())
    })
}
