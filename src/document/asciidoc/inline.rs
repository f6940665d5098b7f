//! Inline markup of `AsciiDoc`: marks, names and targets of macros are no text; attributes stand for theirs.

use core::ops::Range;

use super::attributes::Attributes;
use super::notation::is_name;
use super::target::Target;
use crate::document::inline::{Changes, before, end_of, near, pieces, read_notations};
use crate::document::{Block, Kind};

/// The block as a reader sees it, and the footnotes that stand at its end. O(n).
pub(super) fn read(attributes: &Attributes<'_>, block: &Block) -> Vec<Block> {
    let mut markup = Markup {
        text: block.text(),
        attributes,
        changes: Changes::default(),
        may_have_notes: block.kind != Kind::Row,
        notes: Vec::new(),
        word_behind: 0,
        last_from: usize::MAX,
    };
    pieces(block).for_each(|piece| markup.read(piece));
    let end = markup.notes.first().map_or(markup.text.len(), |(start, _)| *start);
    let notes = markup.notes.iter().map(|(_, note)| note.clone());
    let parts = core::iter::once(0..end).chain(notes);
    parts.map(|part| markup.changes.apply(block, part)).collect()
}

/// What begins an inline notation, or stands behind the name of a macro.
const MARKS: [char; 13] = [':', '<', '{', '[', '(', '*', '_', '`', '#', '+', '^', '~', '\\'];

struct Markup<'m> {
    text: &'m str,
    attributes: &'m Attributes<'m>,
    changes: Changes,
    may_have_notes: bool,
    /// The footnotes at the end: where the macro begins, and its text.
    notes: Vec<(usize, Range<usize>)>,
    /// Before this place a footnote is within the text: a word follows there.
    word_behind: usize,
    /// From this place on no word follows but those of footnotes.
    last_from: usize,
}

impl Markup<'_> {
    fn read(&mut self, piece: Range<usize>) {
        let (text, start, end) = (self.text, piece.start, piece.end);
        read_notations(text, piece, &MARKS, |at| self.notation(start, at..end));
    }

    /// Reads the notation that begins here, if one does, and says where it ends.
    fn notation(&mut self, start: usize, rest: Range<usize>) -> Option<usize> {
        match self.text.as_bytes()[rest.start] {
            b'\\' => {
                let is_escaped = self.text[rest.start + 1..rest.end].starts_with(MARKS);
                is_escaped.then_some(rest.start + 2)
            }
            b':' => self.named(start, rest),
            b'<' => self.reference(rest),
            b'{' => self.attribute(rest),
            b'[' => self.anchor(&rest).or_else(|| self.role(rest)),
            b'(' => self.index_term(rest),
            b'+' => self.line_end(start, &rest).or_else(|| self.formatted(start, rest)),
            b'^' | b'~' => self.raised(rest),
            _ => self.formatted(start, rest),
        }
    }

    /// A macro whose name ends here.
    fn named(&mut self, start: usize, rest: Range<usize>) -> Option<usize> {
        let at = rest.start;
        let open = self.text[start.max(self.changes.end())..at].len();
        let line = &self.text[at - open..at];
        let word = line.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let name = &line[word.len()..];
        if word.ends_with('\\') {
            return None;
        }
        // It may follow a word.
        if let Some(name) = ["footnote", "footnoteref"].iter().find(|note| name.ends_with(*note)) {
            return self.footnote(at - name.len(), rest);
        }
        let target = Target::read(self.text, at + 1..rest.end)?;
        let whole = at - name.len()..target.end();
        match name {
            "xref" | "link" | "mailto" => self.link(whole, at + 1, &target),
            "http" | "https" | "ftp" | "irc" if self.text[at..].starts_with("://") => {
                self.link(whole.clone(), whole.start, &target);
            }
            "image" | "icon" | "anchor" | "indexterm" => self.changes.cut(whole.clone()),
            "kbd" | "btn" | "indexterm2" => self.keep_only(whole.clone(), target.text()),
            "pass" | "stem" | "latexmath" | "asciimath" => self.keep_as_it_is(&whole, &target),
            "menu" => self.menu(&whole, &target),
            _ => return None,
        }
        Some(target.end())
    }

    /// A link is its text, or its target where it has none.
    fn link(&mut self, whole: Range<usize>, target_start: usize, target: &Target) {
        if let Some(title) = self.title(target.text()) {
            self.keep_only(whole, title);
        } else {
            self.changes.cut(whole.start..target_start);
            self.changes.cut(target.open..whole.end);
        }
    }

    /// The text of a link, without attributes behind it.
    fn title(&self, inner: Range<usize>) -> Option<Range<usize>> {
        let text = &self.text[inner.clone()];
        if let Some(quoted) = text.strip_prefix('"').and_then(|rest| rest.split('"').next())
            && matches!(text.as_bytes().get(quoted.len() + 1..), Some([b'"'] | [b'"', b',', ..]))
        {
            return Some(inner.start + 1..inner.start + 1 + quoted.len());
        }
        let is_set =
            |part: &str| part.split_once('=').is_some_and(|(name, _)| is_name(name.trim()));
        let title = match text.find(',') {
            _ if is_set(text) => "",
            Some(comma) if is_set(&text[comma + 1..]) => &text[..comma],
            _ => text,
        };
        let title = title.strip_suffix('^').unwrap_or(title);
        (!title.trim().is_empty()).then(|| inner.start..inner.start + title.len())
    }

    fn keep_as_it_is(&mut self, whole: &Range<usize>, target: &Target) {
        self.changes.cut(whole.start..target.open + 1);
        self.changes.cut(target.close..whole.end);
    }

    /// The menu and the entry in it, as two words.
    fn menu(&mut self, whole: &Range<usize>, target: &Target) {
        self.changes.cut(whole.start..whole.start + "menu:".len());
        self.changes.replace(target.open..target.open + 1, " ".to_owned());
        self.changes.cut(target.close..whole.end);
    }

    /// A footnote at the end of a block stands by itself. Another one is a part of the text around it.
    fn footnote(&mut self, start: usize, rest: Range<usize>) -> Option<usize> {
        let target = Target::read(self.text, rest.start + 1..rest.end)?;
        let (inner, end) = (target.text(), target.end());
        let has_name = self.text[start..rest.start].ends_with("ref");
        let name = self.text[inner.clone()].find(',').filter(|_| has_name);
        let text = inner.start + name.map_or(0, |comma| comma + 1)..inner.end;
        if (has_name && name.is_none()) || self.text[text.clone()].trim().is_empty() {
            // It refers to one that stands elsewhere.
            self.changes.cut(start..end);
        } else if self.may_have_notes && self.is_last(end) {
            self.read(text.clone());
            self.notes.push((start, text));
        } else {
            self.changes.replace(start..text.start, " ".to_owned());
            self.read(text.clone());
            self.changes.cut(text.end..end);
        }
        Some(end)
    }

    /// Whether nothing but footnotes stands behind a place.
    fn is_last(&mut self, place: usize) -> bool {
        if place >= self.last_from {
            return true;
        }
        let mut at = place;
        while at >= self.word_behind {
            let Some(found) = self.text[at..].find(char::is_alphanumeric) else {
                self.last_from = place;
                return true;
            };
            at += found;
            let note = self.text[at..]
                .strip_prefix("footnote:")
                .and_then(|_| Target::read(self.text, at + "footnote:".len()..self.text.len()));
            let Some(note) = note else {
                self.word_behind = at;
                return false;
            };
            at = note.end();
        }
        false
    }

    /// `<<anchor,text>>`
    fn reference(&mut self, rest: Range<usize>) -> Option<usize> {
        let inner = rest.start + 2;
        let content = self.text[rest.clone()].strip_prefix("<<")?;
        let length = near(content, 0..content.len()).find(">>")?;
        let (anchor, title) = content[..length].split_once(',').unwrap_or((&content[..length], ""));
        let may_begin = |c: char| c.is_alphanumeric() || "_#./{".contains(c);
        if !anchor.starts_with(may_begin)
            || anchor.contains(|c: char| c.is_whitespace() || c == '<')
        {
            return None;
        }
        let close = inner + length;
        let seen = if title.trim().is_empty() { 0 } else { title.trim_start().len() };
        let seen = if seen == 0 { inner..inner + anchor.len() } else { close - seen..close };
        self.keep_only(rest.start..close + 2, seen);
        Some(close + 2)
    }

    /// `{name}`, and what makes a link of it.
    fn attribute(&mut self, rest: Range<usize>) -> Option<usize> {
        let name = near(self.text, rest.start + 1..rest.end).split('}').next()?;
        let end = rest.start + name.len() + 2;
        if !is_name(name) || end > rest.end {
            return None;
        }
        if self.attributes.is_address(name)
            && let Some(target) = Target::read(self.text, end..rest.end)
            && let Some(title) = self.title(target.text())
        {
            self.keep_only(rest.start..target.end(), title);
            return Some(target.end());
        }
        let value = self.attributes.value(name)?;
        self.changes.replace(rest.start..end, value.to_owned());
        Some(end)
    }

    /// `[[name]]`
    fn anchor(&mut self, rest: &Range<usize>) -> Option<usize> {
        let content = self.text[rest.clone()].strip_prefix("[[")?;
        let inner = &content[..near(content, 0..content.len()).find("]]")?];
        let name = inner.split(',').next()?;
        let is_anchor = name.starts_with(|c: char| c.is_alphabetic() || "_:".contains(c))
            && !name.contains(|c: char| c.is_whitespace() || "[]".contains(c));
        let end = rest.start + inner.len() + 4;
        is_anchor.then(|| self.changes.cut(rest.start..end)).map(|()| end)
    }

    /// `[.role]` before a mark.
    fn role(&mut self, rest: Range<usize>) -> Option<usize> {
        let content = self.text[rest.clone()].strip_prefix(['['])?;
        let (role, behind) = near(content, 0..content.len()).split_once(']')?;
        let is_role = role.starts_with(['.', '#'])
            && !role.contains(char::is_whitespace)
            && behind.starts_with(['#', '*', '_', '`']);
        let end = rest.start + role.len() + 2;
        is_role.then(|| self.changes.cut(rest.start..end)).map(|()| end)
    }

    /// `((seen in the text and in the index))`, `(((seen in the index only)))`
    fn index_term(&mut self, rest: Range<usize>) -> Option<usize> {
        let content = &self.text[rest.clone()];
        let (open, close) = if content.starts_with("(((") { ("(((", ")))") } else { ("((", "))") };
        let inner = content.strip_prefix(open)?;
        let length = near(inner, 0..inner.len()).find(close).filter(|length| *length > 0)?;
        let text = rest.start + open.len()..rest.start + open.len() + length;
        let whole = rest.start..text.end + close.len();
        let end = whole.end;
        let seen = if open.len() == 3 { text.start..text.start } else { text };
        self.keep_only(whole, seen);
        Some(end)
    }

    /// A plus at the end of a line, which keeps its end.
    fn line_end(&mut self, start: usize, rest: &Range<usize>) -> Option<usize> {
        let is_apart = before(self.text, start..rest.start) == Some(' ');
        let is_last = rest.len() == 1 || self.text[rest.start + 1..].starts_with(['\n', '\r']);
        let is_break = is_apart && is_last && self.changes.end() < rest.start;
        is_break.then(|| self.changes.cut(rest.start - 1..rest.start + 1)).map(|()| rest.start + 1)
    }

    /// `^above^` and `~below~`
    fn raised(&mut self, rest: Range<usize>) -> Option<usize> {
        let mark = &self.text[rest.start..=rest.start];
        let inner = rest.start + 1;
        let length = near(self.text, inner..rest.end).find(mark).filter(|length| *length > 0)?;
        if self.text[inner..inner + length].contains(char::is_whitespace) {
            return None;
        }
        self.keep_only(rest.start..inner + length + 1, inner..inner + length);
        Some(inner + length + 1)
    }

    /// Text between single or double marks.
    fn formatted(&mut self, start: usize, rest: Range<usize>) -> Option<usize> {
        let content = &self.text[rest.clone()];
        let sign = &content[..1];
        let count = content.len() - content.trim_start_matches(sign).len();
        let inner = rest.start + count;
        let close = match count {
            1 => {
                let is_within_word = before(self.text, start..rest.start)
                    .is_some_and(|c| c.is_alphanumeric() || c == '_');
                end_of(self.text, inner..rest.end, sign).filter(|_| !is_within_word)?
            }
            2 => inner + near(self.text, inner..rest.end).find(&content[..2])?,
            _ => return None,
        };
        let whole = rest.start..close + count;
        let end = whole.end;
        if sign == "+" {
            self.changes.cut(whole.start..inner);
            self.changes.cut(close..end);
        } else {
            self.keep_only(whole, inner..close);
        }
        Some(end)
    }

    /// Cuts all of a notation but the text that is seen, and reads that.
    fn keep_only(&mut self, whole: Range<usize>, seen: Range<usize>) {
        self.changes.cut(whole.start..seen.start);
        self.read(seen.clone());
        self.changes.cut(seen.end..whole.end);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::document::outline::expect;

    fn asciidoc(text: &str, expected: &[&str]) {
        expect(&Document::asciidoc(text), expected);
    }

    fn text(text: &str, expected: &str) {
        asciidoc(text, &[&format!("paragraph {expected}")]);
    }

    #[test]
    fn links_are_their_texts() {
        text(
            "See xref:bay.adoc#old[the\nold bay], <<ebb>> and <<ebb,the `ebb`>>.",
            "See the/old bay, ebb and the ebb.",
        );
        text(
            "See link:a/b.html[Bay^], https://a.b[*tides*,role=x] or https://a.b.",
            "See Bay, tides or https://a.b.",
        );
        text(
            "See xref:bay.adoc[], https://a.b[] and mailto:a@b.c[\"Ada, Kay\",x=y].",
            "See bay.adoc, https://a.b and Ada, Kay.",
        );
        text(
            "See {bay-url}/x[the bay], git:bay[1] and a[0], b << c >> d.",
            "See the bay, git:bay[1] and a[0], b << c >> d.",
        );
        text("link:open[not closed and \\xref:a[b]", "link:open[not closed and \\xref:a[b]");
    }

    #[test]
    fn marks_are_no_text() {
        text(
            "un**believ**able _new_ `a.b` `+c+d+` [.big]#large# x^2^",
            "unbelievable new a.b c+d large x2",
        );
        text(
            "One +\ntwo, C++ and 1 + 2, a_b_c, 2 * 3 * 4.",
            "One/two, C++ and 1 + 2, a_b_c, 2 * 3 * 4.",
        );
        text(
            "[[bay]]The ((bay)) (((tide, low)))has anchor:x[]image:y.png[a map] kbd:[F1] menu:Sea[Ebb].",
            "The bay has  F1 Sea Ebb.",
        );
        text("stem:[a_b_c] and pass:[*x*], \\*y* \\{z}", "a_b_c and *x*, \\*y* \\{z}");
    }

    #[test]
    fn attributes_stand_for_their_values() {
        text(
            ":sea: the North Sea\n:none:\n\nOf {sea}{none}{empty}, {other}.",
            "Of the North Sea, {other}.",
        );
    }

    #[test]
    fn footnotes_stand_by_themselves_at_the_end_of_a_block() {
        asciidoc(
            "High water.footnote:[By *noon*, see https://a.b[here].] footnote:n[Or later.].\n\nLow footnote:[At six] waterfootnote:n[].",
            &[
                "paragraph High water.",
                "paragraph By noon, see here.",
                "paragraph Or later.",
                "paragraph Low  At six water.",
            ],
        );
        asciidoc("|===\n|a footnote:[b] |c\n|===", &["row a  b|c"]);
        asciidoc("_One footnote:[two]_ three.", &["paragraph One  two three."]);
    }
}
