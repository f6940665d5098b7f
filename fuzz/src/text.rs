//! Canonical words and paragraphs of any text.

use paradup::document::Document;
use paradup::text::{Marks, Normalizer, Word};

/// Checks words under both treatments of marks, and both ways to cut a text into paragraphs.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for marks in [Marks::Keep, Marks::Strip] {
        let normalizer = Normalizer::with_marks(marks);
        check_words(normalizer, &text);
        check_ascii_path(normalizer, &text);
    }
    check_document(&Document::plain(&*text), &text, is_mark);
    check_document(&Document::whole(&*text), &text, |_| false);
}

fn check_words(normalizer: Normalizer, text: &str) {
    let words = normalizer.words(text);
    let mut start = 0;
    for word in &words {
        assert!(!word.text.is_empty() && !word.span.is_empty(), "an empty word in {text:?}");
        assert!(text.get(word.span.range()).is_some(), "{word:?} is no slice of {text:?}");
        assert!(word.span.start >= start, "{word:?} is out of order in {text:?}");
        start = word.span.start;
    }
    let canonical = normalizer.canonical(text);
    // What begins with such a mark may be read as the layout of a line.
    if canonical.starts_with(['>', '+']) {
        return;
    }
    assert_eq!(normalizer.canonical(&canonical), canonical, "canonical twice, of {text:?}");
    assert_eq!(texts(normalizer.words(&canonical)), texts(words), "words of {canonical:?}");
}

/// Invisible characters lead every stretch of the text around the fast path for ASCII. None stands inside
/// a line end of two characters, which would be two line ends then.
fn check_ascii_path(normalizer: Normalizer, text: &str) {
    if !text.is_ascii() {
        return;
    }
    let slow: String = text.chars().flat_map(|c| [c, '\u{200b}']).collect();
    let slow = slow.replace("\r\u{200b}\n", "\r\n");
    assert_eq!(texts(normalizer.words(text)), texts(normalizer.words(&slow)), "of {text:?}");
    assert_eq!(normalizer.canonical(text), normalizer.canonical(&slow), "of {text:?}");
}

fn texts(words: Vec<Word>) -> Vec<String> {
    words.into_iter().map(|word| word.text).collect()
}

/// Words stand in a paragraph, but for those that `may_stand_alone`.
fn check_document(document: &Document, text: &str, may_stand_alone: fn(&str) -> bool) {
    assert_eq!(document.text(), text);
    let mut end = 0;
    for paragraph in document.paragraphs() {
        let (span, paragraph) = (paragraph.span(), paragraph.text());
        assert!(span.start >= end && !paragraph.is_empty(), "{span:?} of {text:?}");
        assert_eq!(paragraph.trim(), paragraph, "untrimmed in {text:?}");
        check_between(&text[end..span.start], may_stand_alone);
        assert!(document.line_of(span.start) <= document.line_of(span.end));
        end = span.end;
    }
    check_between(&text[end..], may_stand_alone);
}

fn check_between(between: &str, may_stand_alone: fn(&str) -> bool) {
    let says_nothing =
        |part: &str| Normalizer::new().words(part).is_empty() || may_stand_alone(part);
    assert!(between.split_whitespace().all(says_nothing), "{between:?} is in no paragraph");
}

/// Whether it is short enough for the number or the letter of an item.
fn is_mark(part: &str) -> bool {
    part.chars().filter(|c| c.is_alphanumeric()).count() <= 4
}
