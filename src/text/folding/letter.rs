//! A character as the reader of many letters knows it: in one number, so that one look at a table tells all.

use crate::text::alphabet::Class;

/// How a character folds that does so alone: to which bytes, what it is, and to how many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter(u64);

impl Letter {
    /// Left to the reader of characters.
    pub(super) const ODD: Letter = Letter(IS_ODD);
    /// What stands between words.
    pub(super) const GAP: Letter = Letter(0);

    /// A character that starts a cluster and folds to one of this class.
    pub(super) fn starter(folded: char, class: Class) -> Letter {
        match class {
            Class::Letter | Class::Mark => Letter::new(folded, IN_WORD),
            Class::Digit => Letter::new(folded, IN_WORD | IS_DIGIT),
            Class::Separator => Letter::new(folded, 0),
            Class::Point => Letter::new(folded, IS_POINT),
            _ => Letter::ODD,
        }
    }

    /// A mark that composes with nothing.
    pub(super) fn follower(mark: char) -> Letter {
        Letter::new(mark, IN_WORD | IS_FOLLOWER | FOLLOWS)
    }

    fn new(folded: char, kind: u64) -> Letter {
        let mut bytes = [0; 4];
        let len = folded.encode_utf8(&mut bytes).len() as u64;
        Letter(u64::from(u32::from_le_bytes(bytes)) | kind | len << 40)
    }

    pub(super) fn bytes(self) -> [u8; 4] {
        (self.0 as u32).to_le_bytes()
    }

    pub(super) fn len(self) -> usize {
        (self.0 >> 40) as usize
    }

    pub(super) fn is_odd_behind(self, before: Letter) -> bool {
        let odd_behind = before.0 & (IS_DIGIT | IS_FOLLOWER);
        self.0 & (IS_ODD | odd_behind << 1) != 0
    }

    /// 1 where a word begins or ends between the two, 0 elsewhere.
    pub(super) fn edge(self, before: Letter) -> usize {
        usize::from((self.0 ^ before.0) & IN_WORD != 0)
    }
}

const IS_ODD: u64 = 1 << 32;
const IN_WORD: u64 = 1 << 33;
const IS_DIGIT: u64 = 1 << 34;
/// In no word; odd behind a digit.
const IS_POINT: u64 = IS_DIGIT << 1;
/// A mark that changes places with others.
const IS_FOLLOWER: u64 = 1 << 36;
/// Odd behind a follower.
const FOLLOWS: u64 = IS_FOLLOWER << 1;
