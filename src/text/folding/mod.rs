//! Characters that mean the same become the same: NFKC, full case folding and one spelling of letters
//! that keyboards and encodings write in several ways, to a fixed point.
//!
//! [`fold`] is the definition, for any text. It is the same for a text as for its clusters one by
//! one, where a cluster is a character and all that may compose with it; that is what lets the
//! normalizer take most characters from a table ([`Table`](table::Table)), which is filled from the definition.

mod letter;
mod table;
mod batch;
mod characters;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{
    canonical_combining_class, decompose_compatible, is_combining_mark,
};
use unicode_normalization::{IsNormalized, is_nfc_quick};

pub(super) use self::characters::CharacterReader;
use self::letter::Letter;
use super::alphabet::{self, Class};

/// Whether diacritics tell words apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Marks {
    /// `café` is not `cafe`.
    #[default]
    Keep,
    /// `café` is `cafe`: accents, Hebrew points, Arabic harakat and hamza on other letters are dropped.
    /// Vowel signs of Indic and South East Asian scripts stay. Letters that a script without points
    /// has more of (the vav of Hebrew `בוקר` for `בֹּקֶר`) are not made up.
    Strip,
}

/// The folded form of a text: no ignorables, NFKC, case folded, one spelling of each letter, kinds of quotes,
/// dashes and digits unified, and [`FRACTION`](alphabet::FRACTION) before each vulgar fraction.
pub(super) fn fold(text: impl Iterator<Item = char>, marks: Marks) -> String {
    let visible = text.filter(|&c| !alphabet::is_ignorable(c)).map(spare_accent);
    // Ligatures and presentation forms may hold ignorables in turn.
    let parts = visible.flat_map(with_fraction_mark).nfkd().filter(|&c| !is_ignorable_part(c));
    let cased = parts.nfc().default_case_fold().nfkd();
    let mut folded: String = one_spelling(cased).nfc().collect();
    if marks == Marks::Strip {
        folded = without_diacritics(&folded);
    }
    folded.chars().map(alphabet::unify).collect()
}

fn with_fraction_mark(c: char) -> impl Iterator<Item = char> {
    let mark = is_vulgar_fraction(c).then_some(alphabet::FRACTION);
    mark.into_iter().chain([c])
}

/// Whether the character folds to a numerator, a slash and mostly a denominator.
fn is_vulgar_fraction(c: char) -> bool {
    matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

fn is_ignorable_part(c: char) -> bool {
    alphabet::is_ignorable(c) && c != alphabet::FRACTION
}

/// Decomposed text in [one spelling](spelling). What is composed of it has one spelling too.
fn one_spelling(decomposed: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut letter = None;
    decomposed.filter_map(move |c| {
        let c = spelling(c);
        if canonical_combining_class(c) == 0 {
            letter = Some(c);
        }
        letter.is_none_or(|letter| !is_spelling_mark(letter, c)).then_some(c)
    })
}

/// The letter, in decomposed text, that stands for all that are written for it.
///
/// What keyboards and encodings make of one letter are kaf and heh in Arabic and Urdu, and yeh in Arabic and Persian.
/// Spellings that readers take for one are alef and alef wasla, yeh and alef maksura, and heh and
/// the Kurdish and Uighur letter that is typed as one; Turkish `ı` is `i`, for `I` is the capital of both.
fn spelling(c: char) -> char {
    match c {
        '\u{131}' => 'i',
        '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6cc}' => '\u{64a}',
        '\u{6a9}' => '\u{643}',
        '\u{6c1}' | '\u{6d5}' => '\u{647}',
        '\u{6c3}' => '\u{629}',
        _ => c,
    }
}

/// Whether a mark on a letter is one of its spellings: hamza and madda on alef, the dot of `i`.
fn is_spelling_mark(letter: char, mark: char) -> bool {
    match letter {
        '\u{627}' => matches!(mark, '\u{653}'..='\u{655}'),
        'i' => mark == '\u{307}',
        _ => false,
    }
}

/// NFKC would tear the accent that many keyboards type for an apostrophe into a space and a mark.
fn spare_accent(c: char) -> char {
    if matches!(c, '\u{b4}' | '\u{1ffd}') { '\'' } else { c }
}

/// Letters lose their diacritics; symbols keep theirs, or `≠` would be `=`.
fn without_diacritics(folded: &str) -> String {
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            plain.extend([c].into_iter().nfd().filter(|&part| !alphabet::is_diacritic(part)));
        } else {
            plain.push(c);
        }
    }
    plain.nfc().collect()
}

/// What a reader needs to know of a character before folding.
#[derive(Clone, Copy, Debug)]
struct Folded {
    /// What it folds to where its role is [`Role::Starter`] or [`Role::Follower`].
    char: char,
    /// The class of that.
    class: Class,
    role: Role,
    /// Its canonical combining class: followers in ascending order stay where they are.
    order: u8,
    /// The same for the reader of many letters.
    letter: Letter,
}

/// How a character behaves among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Starts a cluster and folds to one character.
    Starter,
    /// Starts a cluster and folds to none or several.
    Expanding,
    /// A mark that composes with nothing and folds to itself.
    Follower,
    /// May compose with what is before it.
    Composing,
    /// Ignorable.
    Invisible,
}

impl Folded {
    fn starts_cluster(self) -> bool {
        matches!(self.role, Role::Starter | Role::Expanding)
    }

    fn new(c: char, marks: Marks) -> Folded {
        let folded = fold([c].into_iter(), marks);
        let mut parts = folded.chars();
        let single = parts.next().filter(|_| parts.next().is_none());
        let char = single.unwrap_or(c);
        let order = canonical_combining_class(c);
        // What folds to nothing must not part its neighbours, which may then compose.
        let apart = begins_apart(c) && !folded.is_empty();
        let (class, role) = (alphabet::class(char), Role::new(c, apart, single));
        let letter = match role {
            Role::Starter => Letter::starter(char, class),
            Role::Follower if class == Class::Mark => Letter::follower(char),
            _ => Letter::ODD,
        };
        Folded { char, class, role, order, letter }
    }
}

impl Role {
    /// The role of `c`, which folds to `single` or to none or several characters, and stands `apart` where nothing joins
    /// it with what is before it.
    fn new(c: char, apart: bool, single: Option<char>) -> Role {
        if alphabet::is_ignorable(c) {
            Role::Invisible
        } else if apart {
            if single.is_some() { Role::Starter } else { Role::Expanding }
        } else if single == Some(c) && is_nfc_quick([c].into_iter()) == IsNormalized::Yes {
            Role::Follower
        } else {
            Role::Composing
        }
    }
}

/// Whether no normalisation moves or composes the character with those before it.
fn begins_apart(c: char) -> bool {
    let mut first = None;
    decompose_compatible(spare_accent(c), |part| {
        if !alphabet::is_ignorable(part) {
            first.get_or_insert(part);
        }
    });
    first.is_none_or(|part| {
        canonical_combining_class(part) == 0
            && is_nfc_quick([part].into_iter()) == IsNormalized::Yes
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::decompose_canonical;

    use super::*;

    /// All that normalisation or folding changes, and their neighbourhood; not the large uniform blocks.
    fn interesting() -> impl Iterator<Item = char> {
        let small = [
            '\0'..='\u{33ff}',
            '\u{a000}'..='\u{ac80}',
            '\u{d7a0}'..='\u{d7ff}',
            '\u{f900}'..='\u{ffff}',
        ];
        let large =
            ['\u{10000}'..='\u{1fbff}', '\u{2f7f0}'..='\u{2fa20}', '\u{dfff0}'..='\u{e1010}'];
        small.into_iter().chain(large).flatten()
    }

    #[test]
    fn folding_is_a_fixed_point() {
        for marks in [Marks::Keep, Marks::Strip] {
            for c in interesting() {
                let once = fold([c].into_iter(), marks).replace(alphabet::FRACTION, "");
                assert_eq!(fold(once.chars(), marks), once, "{c:?}");
                assert!(!once.chars().any(alphabet::is_ignorable), "{c:?}");
            }
        }
    }

    /// Nor does any text: case folds character by character, and the parts of what it gives fold no
    /// further, nor does what normalisation composes of such parts.
    #[test]
    fn no_character_folds_further_once_it_is_composed() {
        let cased = |text: &str| text.chars().default_case_fold().collect::<String>();
        let parts = |text: &str| text.nfkd().collect::<String>();
        for c in '\0'..=char::MAX {
            let [composed, own] = [[c].into_iter().nfkc().collect(), parts(&c.to_string())];
            let folded = parts(&cased(&composed));
            assert_eq!(cased(&folded), folded, "the parts of {c:?}");
            if cased(&own) == own {
                assert_eq!(parts(&cased(&c.to_string())), own, "{c:?}, made of folded parts");
            }
        }
    }

    /// What ends a word ends it whatever stands on it.
    #[test]
    fn separators_compose_with_nothing_behind() {
        for c in '\0'..=char::MAX {
            let mut parts = Vec::new();
            decompose_canonical(c, |part| parts.push(part));
            let Folded { class, role, .. } = Folded::new(parts[0], Marks::Keep);
            let is_end = role == Role::Starter && matches!(class, Class::Separator | Class::Point);
            assert!(parts.len() == 1 || !is_end, "{c:?}");
        }
    }

    /// The reader of many letters has room for no more.
    #[test]
    fn no_letter_folds_to_more_than_half_as_many_bytes_again() {
        for c in '\0'..=char::MAX {
            for marks in [Marks::Keep, Marks::Strip] {
                let len = Folded::new(c, marks).letter.len();
                assert!(2 * len <= 3 * c.len_utf8(), "{c:?}");
            }
        }
    }

    #[test]
    fn unspaced_characters_never_compose_with_one_before() {
        for c in interesting().filter(|&c| alphabet::class(c) == Class::Unspaced) {
            assert!(begins_apart(c), "{c:?}");
        }
    }

    #[test]
    fn known_answers() {
        let table = [
            ("Straße", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("ﬁｌｅ²", "file2"),
            ("e\u{301}", "é"),
            ("so\u{ad}ft", "soft"),
            ("ｶﾞ", "ガ"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("´", "'"),
            ("\u{1ffd}", "'"),
            ("٣४๕", "345"),
            ("1½", "1\u{2064}1/2"),
            ("کی ہے", "كي هے"),
            ("أإآٱ ا\u{654}", "اااا ا"),
            ("ؤئ ی\u{654}", "ؤئ ئ"),
            ("\u{fe71}ا\u{640}\u{653}", "\u{64b}ا"),
            ("İIıi\u{323}\u{307}", "iii\u{1ecb}"),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text.chars(), Marks::Keep), expected);
        }
        assert_eq!(fold("Café ≠ ÅЙ कि".chars(), Marks::Strip), "cafe ≠ aи कि");
    }
}
