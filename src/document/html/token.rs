//! Tags, texts and comments of an HTML text, each with its place.

use core::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

use crate::text::Span;

/// Takes the tokens as they come.
pub(super) trait Sink {
    /// Whether the element is open now, which it is not if it has no content.
    fn start(&mut self, tag: &Tag) -> bool;

    fn end(&mut self, name: &[u8]);

    /// A text that these bytes of the document stand for, or that is these bytes.
    fn text(&mut self, source: Span, text: &str);

    fn comment(&mut self, comment: &str, source: Span);

    /// What begins here and takes all that follows, as its end is missing.
    fn left_open(&mut self, source: Span);

    /// Whether the innermost element is one of SVG or `MathML`, where names have other meanings.
    fn is_foreign(&self) -> bool;
}

/// A start tag as far as it matters here.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Tag {
    pub(super) name: Vec<u8>,
    /// Where it begins.
    pub(super) start: usize,
    pub(super) is_end: bool,
    pub(super) is_self_closing: bool,
    /// Whether its attributes hide it.
    pub(super) is_hidden: bool,
}

/// Reads a part of a text. O(n).
pub(super) fn read(text: &str, sink: &mut impl Sink) {
    let tokens = Tokens {
        text,
        sink,
        position: 0,
        done: 0,
        partial: Vec::new(),
        tag: Tag::default(),
        last_start: Vec::new(),
        attribute: Attribute::default(),
        comment: Vec::new(),
    };
    // A tokenizer of a text in memory has no errors of its own.
    let Ok(()) = Tokenizer::new_with_emitter(text, tokens).finish();
}

struct Tokens<'t, S> {
    text: &'t str,
    sink: &'t mut S,
    /// How far the tokenizer has read.
    position: usize,
    /// Where the last token ends.
    done: usize,
    /// Text that ends within a character.
    partial: Vec<u8>,
    tag: Tag,
    /// The name of the last start tag.
    last_start: Vec<u8>,
    attribute: Attribute,
    comment: Vec<u8>,
}

#[derive(Default)]
struct Attribute {
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Attribute {
    fn hides(&self) -> bool {
        match &*self.name {
            b"hidden" => true,
            b"aria-hidden" => self.value.eq_ignore_ascii_case(b"true"),
            b"role" => self.value.eq_ignore_ascii_case(b"navigation"),
            b"style" => is_undisplayed(&self.value),
            _ => false,
        }
    }
}

/// Whether `display: none` is among the declarations of a style.
fn is_undisplayed(style: &[u8]) -> bool {
    style.split(|byte| *byte == b';').any(|declaration| {
        let mut parts = declaration.splitn(2, |byte| *byte == b':').map(<[u8]>::trim_ascii);
        let (property, value) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        property.eq_ignore_ascii_case(b"display") && starts_with_none(value)
    })
}

fn starts_with_none(value: &[u8]) -> bool {
    value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"none"))
}

/// Whether the text ends within a comment. (One of other signs, as `<?`, ends with the first `>`.)
fn is_open_comment(text: &str) -> bool {
    match text.strip_prefix("<!--") {
        Some(inner) => {
            !["-->", "--!>"].iter().any(|end| inner.ends_with(end)) && !matches!(inner, ">" | "->")
        }
        None => !text.ends_with('>'),
    }
}

impl<S: Sink> Tokens<'_, S> {
    fn finish_attribute(&mut self) {
        self.tag.is_hidden |= self.attribute.hides();
        self.attribute.name.clear();
        self.attribute.value.clear();
    }

    fn start_tag(&mut self, is_end: bool) {
        self.tag.name.clear();
        self.tag.is_end = is_end;
        self.tag.is_self_closing = false;
        self.tag.is_hidden = false;
    }

    /// The state of the tokenizer within the element that has just been opened.
    fn next_state(&self) -> Option<State> {
        match &*self.tag.name {
            _ if self.sink.is_foreign() => None,
            b"textarea" | b"title" => Some(State::RcData),
            b"plaintext" => Some(State::PlainText),
            b"script" => Some(State::ScriptData),
            b"style" | b"iframe" | b"xmp" | b"noembed" | b"noframes" | b"noscript" => {
                Some(State::RawText)
            }
            _ => None,
        }
    }

    fn add_text(&mut self, bytes: &[u8]) {
        let source = Span { start: self.done, end: self.position.max(self.done) };
        // The tokenizer gives line ends as LF, however they are written.
        let written = &self.text.as_bytes()[source.range()];
        let is_line_end = bytes == b"\n" && written == b"\r";
        let is_behind = written.strip_prefix(b"\n").is_some_and(|rest| rest == bytes);
        if is_line_end || is_behind {
            self.sink.text(source, &self.text[source]);
        } else if let Ok(text) = core::str::from_utf8(bytes) {
            self.sink.text(source, text);
        }
        self.done = source.end;
    }
}

impl<S: Sink> Emitter for Tokens<'_, S> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start = last_start_tag.unwrap_or_default().to_vec();
    }

    /// A tag that is not complete is none, nor is what follows it a text.
    fn emit_eof(&mut self) {
        let rest = Span { start: self.done.min(self.text.len()), end: self.text.len() };
        if self.text[rest].starts_with('<') {
            self.sink.left_open(rest);
        }
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, bytes: &[u8]) {
        let ends_character = self.text.is_char_boundary(self.position.max(self.done));
        if self.partial.is_empty() && ends_character {
            self.add_text(bytes);
            return;
        }
        self.partial.extend_from_slice(bytes);
        if ends_character {
            let whole = core::mem::take(&mut self.partial);
            self.add_text(&whole);
        }
    }

    fn init_start_tag(&mut self) {
        self.start_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.start_tag(true);
    }

    fn init_comment(&mut self) {
        self.comment.clear();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_attribute();
        self.tag.start = self.done;
        self.done = self.position;
        if self.tag.is_end {
            self.sink.end(&self.tag.name);
            return None;
        }
        self.last_start.clone_from(&self.tag.name);
        if self.sink.start(&self.tag) { self.next_state() } else { None }
    }

    fn emit_current_comment(&mut self) {
        let source = Span { start: self.done, end: self.position };
        self.done = self.position;
        if is_open_comment(&self.text[source]) {
            return self.sink.left_open(source);
        }
        self.sink.comment(&String::from_utf8_lossy(&self.comment), source);
    }

    fn emit_current_doctype(&mut self) {
        self.done = self.position;
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn push_comment(&mut self, comment: &[u8]) {
        self.comment.extend_from_slice(comment);
    }

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.finish_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.name.extend_from_slice(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.attribute.value.extend_from_slice(value);
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && !self.last_start.is_empty() && self.last_start == self.tag.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.sink.is_foreign()
    }
}
