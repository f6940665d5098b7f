//! Where the sentences of a paragraph are.

use core::ops::Range;

/// The sentences of `text` as byte ranges: trimmed, in order, none empty, together all that is not
/// white space. O(n).
///
/// `.` `!` `?` `…` end a sentence before white space, unless the next character is a lower-case
/// letter, or a single full stop follows an initial or the number of a list item. The full stops
/// of other scripts always end one.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(found) = text[at..].find(is_terminator) {
        let stop = Stop::new(text, at + found);
        at = stop.end;
        if stop.ends_sentence(text, start) {
            sentences.extend(trimmed(text, start..at));
            start = at;
        }
    }
    sentences.extend(trimmed(text, start..text.len()));
    sentences
}

/// A run of terminators and the quotes and brackets they close.
struct Stop {
    start: usize,
    /// Where the terminators end and the quotes start.
    closers: usize,
    end: usize,
}

impl Stop {
    fn new(text: &str, start: usize) -> Stop {
        let after = |from: usize, belongs: fn(char) -> bool| {
            text.len() - text[from..].trim_start_matches(belongs).len()
        };
        let closers = after(start, is_terminator);
        Stop { start, closers, end: after(closers, is_closer) }
    }

    fn ends_sentence(&self, text: &str, start: usize) -> bool {
        let terminators = &text[self.start..self.closers];
        if terminators.contains(is_full_terminator) {
            return true;
        }
        let rest = &text[self.end..];
        let next = rest.trim_start();
        if next.is_empty() {
            return true;
        }
        let goes_on = next.len() == rest.len() || next.starts_with(char::is_lowercase);
        let before = text[start..self.start].trim_start();
        !goes_on && !(terminators == "." && (ends_in_initial(before) || is_item_number(before)))
    }
}

/// Whether the last word is one letter: `J`, or the `S` of `U.S`.
fn ends_in_initial(before: &str) -> bool {
    let mut backwards = before.chars().rev();
    backwards.next().is_some_and(char::is_alphabetic)
        && !backwards.next().is_some_and(char::is_alphanumeric)
}

/// Whether this is all there is of the sentence: `1`, `12`, `3.4`.
fn is_item_number(before: &str) -> bool {
    (1..=4).contains(&before.len())
        && before.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_full_terminator(c)
}

/// Terminators that need no white space after them.
fn is_full_terminator(c: char) -> bool {
    matches!(
        c,
        '。' | '！'
            | '？'
            | '｡'
            | '।'
            | '॥'
            | '\u{61f}'
            | '\u{6d4}'
            | '\u{104b}'
            | '\u{17d4}'
            | '\u{1362}'
    )
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '"'
            | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
    )
}

fn trimmed(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let rest = text[span.clone()].trim_start();
    let start = span.end - rest.len();
    (!rest.is_empty()).then(|| start..start + rest.trim_end().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn ends() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \n", &[]),
            ("No end", &["No end"]),
            ("One. Two!  Three?! Four… Five", &["One.", "Two!", "Three?!", "Four…", "Five"]),
            ("He said: “Stop.” Then he left.", &["He said: “Stop.”", "Then he left."]),
            ("(One.) Two.", &["(One.)", "Two."]),
            ("It is 3.5 m. Or 4.", &["It is 3.5 m. Or 4."]),
            ("It is 3.5 km. Or 4.", &["It is 3.5 km.", "Or 4."]),
            ("Mr. J. R. Smith of the U.S. Army.", &["Mr.", "J. R. Smith of the U.S. Army."]),
            ("1. First. 2. Second.", &["1. First.", "2. Second."]),
            ("Approx. ten, etc. and so on.", &["Approx. ten, etc. and so on."]),
            ("“Stop!” he said.", &["“Stop!” he said."]),
            ("我來了。你好嗎？「好。」走", &["我來了。", "你好嗎？", "「好。」", "走"]),
            ("यह है।वह है।", &["यह है।", "वह है।"]),
            ("هل؟ نعم۔", &["هل؟", "نعم۔"]),
            ("ነው።ነው።", &["ነው።", "ነው።"]),
            ("... and then", &["... and then"]),
        ];
        for (text, expected) in table {
            assert_eq!(split(text), *expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_visible_is_lost(text in "[aZ1 .!?…。।”)\\n\u{a0}é]{0,40}|\\PC{0,40}") {
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let parts = split(&text);
            prop_assert_eq!(visible(&parts.concat()), visible(&text));
            prop_assert!(parts.iter().all(|part| !part.is_empty() && part.trim() == *part));
        }
    }
}
