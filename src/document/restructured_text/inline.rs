//! Inline markup of reStructuredText: marks, names of roles and targets of links are no text.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use super::notation::directive;
use crate::document::Block;
use crate::document::inline::{Changes, before, end_of, near, pieces, read_notations};

/// What the substitutions of a text stand for.
#[derive(Default)]
pub(super) struct Substitutions<'t> {
    texts: BTreeMap<&'t str, String>,
    /// The names of the targets of links, in small letters.
    targets: BTreeSet<String>,
}

impl<'t> Substitutions<'t> {
    /// Reads what stands behind `.. `, as `_name: target` and `|name| replace:: text`. A picture is no text; what else there is
    /// stays unknown.
    pub(super) fn define(&mut self, content: &'t str) {
        if let Some((name, _)) = content.strip_prefix('_').and_then(|rest| rest.split_once(':')) {
            self.targets.insert(name.to_lowercase());
        }
        let Some((name, rest)) = content.strip_prefix('|').and_then(|rest| rest.split_once('|'))
        else {
            return;
        };
        let text = match directive(rest.trim_start()) {
            Some(("replace", text)) if !text.is_empty() => text,
            Some(("image", _)) => "",
            _ => return,
        };
        let mut changes = Changes::default();
        Markup { text, substitutions: &Substitutions::default(), changes: &mut changes }
            .read(0..text.len());
        self.texts.insert(name, changes.applied_to(text));
    }

    /// The block as a reader sees it. O(n).
    pub(super) fn read(&self, block: &Block) -> Block {
        let text = block.text();
        let mut changes = Changes::default();
        let mut markup = Markup { text, substitutions: self, changes: &mut changes };
        pieces(block).for_each(|piece| markup.read(piece));
        changes.apply(block, 0..text.len())
    }
}

/// What begins an inline notation, or is one.
const MARKS: [char; 7] = ['`', '*', '|', '[', ':', '_', '\\'];

struct Markup<'m> {
    text: &'m str,
    substitutions: &'m Substitutions<'m>,
    changes: &'m mut Changes,
}

impl Markup<'_> {
    fn read(&mut self, piece: Range<usize>) {
        let (text, start, end) = (self.text, piece.start, piece.end);
        read_notations(text, piece, &MARKS, |at| self.notation(start, at..end));
    }

    /// Reads the notation that begins here, if one does, and says where it ends.
    fn notation(&mut self, start: usize, rest: Range<usize>) -> Option<usize> {
        let (at, end) = (rest.start, rest.end);
        let content = &self.text[rest.clone()];
        if content.starts_with('\\') {
            return Some(self.escape(at, end));
        }
        if let Some(end) = self.reference_end(start, at) {
            self.changes.cut(at..end);
            return Some(end);
        }
        let before = before(self.text, start..at);
        if !before.is_none_or(may_stand_before) || is_spoken_of(before, content) {
            return None;
        }
        let double = |mark: &str| content.starts_with(mark);
        match content.as_bytes()[0] {
            b'`' if double("``") => self.literal(rest),
            b'`' => self.interpreted(at, rest),
            b':' => self.interpreted(at, at + role_length(content)?..end),
            b'_' if double("_`") => self.enclosed(rest, "_`", "`"),
            b'*' if double("**") => self.enclosed(rest, "**", "**"),
            b'*' => self.enclosed(rest, "*", "*"),
            b'|' => self.substitution(rest),
            b'[' => self.footnote(start, rest),
            _ => None,
        }
    }

    /// Where the underscore ends that makes a link of the name before it, if that has a target.
    fn reference_end(&self, start: usize, at: usize) -> Option<usize> {
        let length = underscores(&self.text[at..]);
        let is_part = |c: char| c.is_alphanumeric() || "-._+".contains(c);
        let line = &self.text[start.max(self.changes.end())..at];
        let name = &line[line.trim_end_matches(is_part).len()..];
        let is_known = || self.substitutions.targets.contains(&name.to_lowercase());
        (length > 0 && !name.is_empty() && is_known()).then_some(at + length)
    }

    /// A backslash, which goes with white space right behind it, and keeps any other sign from being a mark.
    fn escape(&mut self, at: usize, end: usize) -> usize {
        let next = self.text[at + 1..end].chars().next();
        let next_end = at + 1 + next.map_or(0, char::len_utf8);
        let is_space = next.is_some_and(char::is_whitespace);
        self.changes.cut(at..if is_space { next_end } else { at + 1 });
        next_end
    }

    /// Text between marks, in which only escapes are read.
    fn enclosed(&mut self, rest: Range<usize>, open: &str, close: &str) -> Option<usize> {
        let inner = rest.start + open.len();
        let close_at = end_of(self.text, inner..rest.end, close)?;
        self.keep_only(rest.start..close_at + close.len(), inner..close_at);
        Some(close_at + close.len())
    }

    /// Code, in which nothing is read.
    fn literal(&mut self, rest: Range<usize>) -> Option<usize> {
        let inner = rest.start + 2;
        let within = near(self.text, inner..rest.end);
        let close = inner + within.find("``").filter(|length| *length > 0)?;
        // The backquotes at the end of the code are part of it.
        let run = self.text[close..rest.end].bytes().take_while(|byte| *byte == b'`').count();
        self.changes.cut(rest.start..inner);
        self.changes.cut(close + run - 2..close + run);
        Some(close + run)
    }

    /// Text between backquotes, the role of which begins at `at`, and with what makes it a link.
    fn interpreted(&mut self, at: usize, rest: Range<usize>) -> Option<usize> {
        let inner = rest.start + 1;
        let close = end_of(self.text, inner..rest.end, "`")?;
        let behind = &self.text[close + 1..rest.end];
        let end = close + 1 + role_length_behind(behind).unwrap_or_else(|| underscores(behind));
        let has_target = at < rest.start || end > close + 1;
        let seen = if has_target { self.title(inner..close) } else { inner..close };
        self.keep_only(at..end, seen);
        Some(end)
    }

    /// The title of a link, or its target where it has none.
    fn title(&self, content: Range<usize>) -> Range<usize> {
        let text = &self.text[content.clone()];
        let title = text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
        match title {
            Some(("", _)) => content.start + 1..content.end - 1,
            Some((title, _)) if title.ends_with(char::is_whitespace) => {
                content.start..content.start + title.trim_end().len()
            }
            _ => content.end - short_name(text).len()..content.end,
        }
    }

    fn substitution(&mut self, rest: Range<usize>) -> Option<usize> {
        let name_start = rest.start + 1;
        let close = end_of(self.text, name_start..rest.end, "|")?;
        let other = self.substitutions.texts.get(&self.text[name_start..close])?;
        let end = close + 1 + underscores(&self.text[close + 1..rest.end]);
        self.changes.replace(rest.start..end, other.clone());
        Some(end)
    }

    /// The reference to a footnote, with the white space before it. One to a citation is a name that is read.
    fn footnote(&mut self, start: usize, rest: Range<usize>) -> Option<usize> {
        let label = near(self.text, rest.start + 1..rest.end).split(']').next()?;
        let is_number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = label.starts_with('#') && !label.contains(char::is_whitespace);
        let behind = rest.start + label.len() + 1;
        let is_reference = self.text[behind..rest.end].starts_with("]_");
        let end = behind + 2;
        if !is_reference || !(is_number || is_name || label == "*") {
            return None;
        }
        let space_start = start + self.text[start..rest.start].trim_end().len();
        self.changes.cut(space_start.max(self.changes.end())..end);
        Some(end)
    }

    /// Cuts all of a notation but the text that is seen, and the escapes in that.
    fn keep_only(&mut self, whole: Range<usize>, seen: Range<usize>) {
        self.changes.cut(whole.start..seen.start);
        let mut at = seen.start;
        while let Some(found) = self.text[at..seen.end].find('\\') {
            at = self.escape(at + found, seen.end);
        }
        self.changes.cut(seen.end..whole.end);
    }
}

/// Whether a mark stands alone within quotation marks or brackets, as in `"*"`.
fn is_spoken_of(before: Option<char>, content: &str) -> bool {
    let marks = content.chars().next().unwrap_or_default();
    let behind = content.trim_start_matches(marks).chars().next();
    let pairs = [('"', '"'), ('\'', '\''), ('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
    behind.zip(before).is_some_and(|(close, open)| pairs.contains(&(open, close)))
}

/// Whether a mark may begin behind a character.
fn may_stand_before(c: char) -> bool {
    !c.is_alphanumeric() && !")]}>_`*|".contains(c)
}

/// The bytes of `:role:` right before a backquote.
fn role_length(text: &str) -> Option<usize> {
    let length = role_length_behind(text)?;
    (text[length..].starts_with('`') && !text[length..].starts_with("``")).then_some(length)
}

/// The bytes of `:role:`.
fn role_length_behind(text: &str) -> Option<usize> {
    let name = text.strip_prefix(':')?;
    let is_part = |c: char| c.is_alphanumeric() || "-_+.:".contains(c);
    let length = name.find(|c| !is_part(c)).unwrap_or(name.len());
    let is_name = name.starts_with(|c: char| c.is_alphabetic()) && name[..length].ends_with(':');
    is_name.then_some(length + 1)
}

/// The bytes of what makes a link of the text before.
fn underscores(text: &str) -> usize {
    let length = text.bytes().take(2).take_while(|byte| *byte == b'_').count();
    if text[length..].starts_with(char::is_alphanumeric) { 0 } else { length }
}

/// The name that is shown of `!module.name` or of `~module.name`.
fn short_name(name: &str) -> &str {
    if let Some(shown) = name.strip_prefix('!') {
        return shown;
    }
    let Some(shown) = name.strip_prefix('~') else { return name };
    let is_path = shown.starts_with(char::is_alphabetic)
        && shown.chars().all(|c| c.is_alphanumeric() || "._()".contains(c));
    if is_path { shown.rsplit('.').next().unwrap_or(shown) } else { name }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::document::outline::expect;

    fn text(text: &str, expected: &str) {
        expect(&Document::restructured_text(text), &[&format!("paragraph {expected}")]);
    }

    #[test]
    fn marks_are_no_text() {
        text(
            "A *high* and **very high** ``tide`` of `six feet`.",
            "A high and very high tide of six feet.",
        );
        text("Un\\ *believ*\\ able \\*tides\\*", "Unbelievable *tides*");
        text("``a\\b`` and ``c````", "a\\b and c``");
        text("an _`inner target`", "an inner target");
        text(
            "2 * 3 * 4, a*b*c, \"*\", (*), a_b_ and `open",
            "2 * 3 * 4, a*b*c, \"*\", (*), a_b_ and `open",
        );
    }

    #[test]
    fn links_are_their_titles() {
        text(
            "See `the\nbay <https://a.b/c>`_, `tides`__ and `ebb`_.",
            "See the/bay, tides and ebb.",
        );
        text("See `<https://a.b>`_.", "See https://a.b.");
        text("The Bay_, the sea_.\n\n.. _bay: https://a.b", "The Bay, the sea_.");
        text(
            "See :ref:`the bay <bay-1>`, :doc:`/tides`, :py:func:`~sea.tide.low()` and :class:`!Ebb`.",
            "See the bay, /tides, low() and Ebb.",
        );
        text("Press `Enter`:kbd: in :file:`~/.tides`.", "Press Enter in ~/.tides.");
        text("If `a <b>` holds: a :ref: to `it`", "If a <b> holds: a :ref: to it");
    }

    #[test]
    fn footnotes_are_referred_to_outside_of_the_text() {
        text(
            "High [1]_ or low [#ebb]_. As [Ada1990]_ says [2].",
            "High or low. As [Ada1990]_ says [2].",
        );
    }

    #[test]
    fn substitutions_stand_for_texts() {
        text(
            "|Sea| and |ship| and |other|\n\n.. |Sea| replace:: the *North* Sea\n.. |ship| image:: s.png\n",
            "the North Sea and  and |other|",
        );
    }

    #[test]
    fn cells_are_read_by_themselves() {
        expect(
            &Document::restructured_text(
                "+----+-----+\n| *a | b*  |\n+----+-----+\n| *c*| `d` |\n+----+-----+\n",
            ),
            &["row *a|b*", "row c|d"],
        );
    }
}
