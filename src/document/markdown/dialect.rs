//! What tools that build sites from Markdown add to it, and what is no text of a reader: front matter, markers of
//! containers, shortcodes, includes, attribute lists, imports.

use crate::text::Span;

/// A line of marks before and behind a listing, or a directive.
#[derive(Clone, Copy)]
pub(super) struct Fence {
    mark: u8,
    length: usize,
    /// Where in its line it begins.
    indent: usize,
}

impl Fence {
    /// The fence that a line begins with.
    pub(super) fn at_start(line: &str, indent: usize) -> Option<Fence> {
        let behind = behind_bullet(line);
        let indent = indent + (line.len() - behind.len());
        let fences =
            [b'`', b'~'].map(|mark| Fence { mark, length: mark_length(behind, mark), indent });
        fences.into_iter().find(|fence| {
            let info = behind.get(fence.length..).unwrap_or_default();
            fence.length >= 3 && !(fence.mark == b'`' && info.contains('`'))
        })
    }

    /// Whether a line ends what this fence began. One that is indented more belongs to the listing.
    pub(super) fn is_ended_by(self, line: &str, indent: usize) -> bool {
        let length = mark_length(line, self.mark);
        length >= self.length && length == line.len() && indent < self.indent + 4
    }
}

/// Looks for the ends of notations in braces: shortcodes, includes, comments, tags of templates, attribute lists.
#[derive(Default)]
pub(super) struct Braces {
    /// For each notation, up to where its end is known to be missing.
    missing_before: [usize; NOTATIONS.len()],
    /// Where the last paragraph ends that was looked at.
    paragraph_end: usize,
}

/// How a notation begins and ends.
const NOTATIONS: [(&str, &str); 12] = [
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("{{#", "}}"),
    ("{{/", "}}"),
    ("{{!", "}}"),
    ("{%", "%}"),
    ("{#", "#}"),
    ("{/*", "*/}"),
    ("{:", "}"),
    ("{!", "!}"),
    ("{*", "*}"),
    (VARIABLE, "}}"),
];

/// What stands for a text, and so is one, unless nothing else stands in its line.
const VARIABLE: &str = "{{";

/// How much of a text a notation may take.
const MAX_LENGTH: usize = 2_000;

impl Braces {
    /// Where the notation ends that begins at a place of a line. Amortized O(1) for each byte.
    pub(super) fn end(&mut self, text: &str, line: Span, at: usize) -> Option<usize> {
        let rest = &text[at..];
        let found = NOTATIONS.iter().position(|(open, _)| rest.starts_with(open));
        let end = found.and_then(|number| self.end_of(number, text, at));
        let end = end.filter(|end| {
            let is_whole = at == line.start && text[*end..line.end.max(*end)].trim().is_empty();
            is_whole
                || found.is_none_or(|number| NOTATIONS[number].0 != VARIABLE)
                || is_in_destination(&text[line.start..at])
        });
        end.or_else(|| attributes(&text[at..line.end]).map(|length| at + length))
    }

    fn end_of(&mut self, number: usize, text: &str, at: usize) -> Option<usize> {
        let (open, close) = NOTATIONS[number];
        if at >= self.paragraph_end {
            self.paragraph_end = text[at..].find("\n\n").map_or(text.len(), |length| at + length);
        }
        let last = floor_char_boundary(text, at + MAX_LENGTH).min(self.paragraph_end);
        let from = (at + open.len()).max(self.missing_before[number]).min(last);
        if let Some(found) = text[from..last].find(close) {
            return Some(from + found + close.len());
        }
        // The end might begin just before the last byte that was looked at.
        self.missing_before[number] =
            floor_char_boundary(text, (last + 1).saturating_sub(close.len()));
        None
    }
}

/// Whether a line breaks off within the destination of a link, as in `[a]({{ site }}/b)`.
fn is_in_destination(line: &str) -> bool {
    const MAX_LENGTH: usize = 200;
    let near = &line[floor_char_boundary(line, line.len().saturating_sub(MAX_LENGTH))..];
    let behind = near.rsplit_once("](").map(|(_, behind)| behind);
    behind.is_some_and(|behind| !behind.contains(|c: char| c.is_whitespace() || c == ')'))
}

/// The last boundary of characters up to a place. (`str` has that as of Rust 1.91.)
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The length of `{#name .class key="some value"}`, or of the role of the code behind it: `{role}`.
fn attributes(line: &str) -> Option<usize> {
    let inner = line.strip_prefix('{')?;
    let inner = inner[..=inner.find(['{', '}'])?].strip_suffix('}')?;
    let length = inner.len() + 2;
    let is_role = line[length..].starts_with('`') && is_name(inner);
    (is_role || are_attributes(inner)).then_some(length)
}

fn are_attributes(text: &str) -> bool {
    let mut rest = text.trim();
    let mut is_any = false;
    while let Some(behind) = behind_attribute(rest) {
        is_any = true;
        rest = behind.trim_start();
    }
    is_any && rest.is_empty()
}

fn behind_attribute(text: &str) -> Option<&str> {
    let (word, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    if word.strip_prefix(['#', '.']).is_some_and(is_name) {
        return Some(rest);
    }
    let (_, value) = text.split_once('=').filter(|(key, _)| is_name(key))?;
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Some(rest);
    };
    let behind = value[1..].split_once(quote)?.1;
    Some(behind)
}

fn is_name(word: &str) -> bool {
    let starts = word.starts_with(|c: char| c.is_ascii_alphabetic());
    starts && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

/// The length of the code that a line begins with, or of its mark where that does not end in the line.
pub(super) fn code_span(line: &str) -> usize {
    let length = mark_length(line, b'`');
    let (mut at, mark) = (length, &line[..length]);
    while let Some(found) = line[at..].find('`') {
        let end = mark_length(&line[at + found..], b'`');
        at += found + end;
        if end == mark.len() {
            return at;
        }
    }
    length
}

fn mark_length(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

/// The text of a line behind the bullet of a list item.
fn behind_bullet(text: &str) -> &str {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[char] = if number.len() < text.len() { &['.', ')'] } else { &['-', '*', '+'] };
    let behind = number.strip_prefix(marks).and_then(|rest| rest.strip_prefix([' ', '\t']));
    behind.map_or(text, str::trim_start)
}

/// Whether a line is a marker as a whole.
pub(super) fn is_marker(line: &str) -> bool {
    const TABLES_OF_CONTENTS: [&str; 4] = ["[toc]", "[[toc]]", "[[_toc_]]", "${toc}"];
    line.starts_with(":::")
        || is_directive(line)
        || is_tab(line)
        || line.contains("--8<--")
        || is_block_marker(line)
        || is_alert(line)
        || is_label(line)
        || is_abbreviation(line)
        || TABLES_OF_CONTENTS.iter().any(|table| line.eq_ignore_ascii_case(table))
}

/// `:::{note}`, or a fence with the name of a directive that holds text.
pub(super) fn is_directive(line: &str) -> bool {
    const PROSE: [&str; 22] = [
        "admonition",
        "attention",
        "caution",
        "danger",
        "deprecated",
        "dropdown",
        "epigraph",
        "error",
        "figure",
        "hint",
        "important",
        "margin",
        "note",
        "pull-quote",
        "seealso",
        "sidebar",
        "tab-item",
        "tip",
        "topic",
        "versionadded",
        "versionchanged",
        "warning",
    ];
    let name = line
        .trim_start_matches([':', '`', '~'])
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'));
    let is_prose = name.is_some_and(|(name, _)| PROSE.contains(&name));
    (line.starts_with(":::") && line.contains('{'))
        || (is_prose && mark_length(line, b'`').max(mark_length(line, b'~')) >= 3)
}

/// The name of the shortcode that a line begins and that holds code: `{{< highlight go >}}`, `{% highlight ruby %}`.
pub(super) fn listing_shortcode(line: &str) -> Option<&str> {
    const LISTINGS: [&str; 6] =
        ["code", "code-toggle", "codeblock", "highlight", "katex", "mermaid"];
    let inner = ["{{<", "{{%", "{%"].into_iter().find_map(|open| line.strip_prefix(open))?;
    // One that is closed by itself holds nothing.
    let is_closed = line.ends_with("/>}}") || line.ends_with("/%}}");
    let is_whole = line.ends_with('}') && !is_closed && inner.matches('}').count() <= 2;
    let name = inner.trim_start_matches(['-', ' ']).split([' ', '>', '%']).next()?;
    (is_whole && LISTINGS.contains(&name)).then_some(name)
}

/// Whether a line ends a shortcode.
pub(super) fn is_end_of_shortcode(line: &str, name: &str) -> bool {
    let inner = ["{{<", "{{%", "{%"].into_iter().find_map(|open| line.strip_prefix(open));
    let inner = inner.map(|inner| inner.trim_start_matches(['-', ' ']));
    let end = inner.and_then(|inner| inner.strip_prefix('/').or_else(|| inner.strip_prefix("end")));
    end.is_some_and(|end| end.trim_start().starts_with(name))
}

/// The name of the environment of formulas that a line begins, as in `\begin{align}`.
pub(super) fn formulas(line: &str) -> Option<&str> {
    const NAMES: [&str; 11] = [
        "align",
        "array",
        "cases",
        "displaymath",
        "eqnarray",
        "equation",
        "flalign",
        "gather",
        "multline",
        "tabular",
        "tikzpicture",
    ];
    let (name, _) = line.strip_prefix("\\begin{")?.split_once('}')?;
    NAMES.contains(&name.trim_end_matches('*')).then_some(name)
}

/// Whether a line ends such an environment.
pub(super) fn ends_formulas(line: &str, name: &str) -> bool {
    let behind = line.rsplit_once("\\end{").and_then(|(_, behind)| behind.strip_prefix(name));
    behind.is_some_and(|behind| behind.starts_with('}'))
}

/// `/// note | Title` or `///`.
fn is_block_marker(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("///") else { return false };
    let rest = rest.trim_start_matches('/');
    let name = rest.split('|').next().unwrap_or_default().trim();
    rest.is_empty() || (rest.starts_with(' ') && is_lower_name(name))
}

fn is_lower_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// `[!NOTE]`, `[!INCLUDE [name](file)]`.
fn is_alert(line: &str) -> bool {
    let name = line.strip_prefix("[!").unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && line.contains(']')
}

/// `*[HTML]: Hypertext Markup Language`, which shows where the mouse is.
fn is_abbreviation(line: &str) -> bool {
    let short = line.strip_prefix("*[").and_then(|rest| rest.split_once("]:"));
    short.is_some_and(|(short, _)| !short.is_empty() && !short.contains(['[', ']']))
}

/// The length of the name of a picture that a text begins with, as `:tada:`, where it may stand behind this character.
pub(super) fn picture(text: &str, before: Option<char>) -> Option<usize> {
    let may_stand = before.is_none_or(|c| c.is_whitespace() || "([*_|".contains(c));
    let name = text.strip_prefix(':').filter(|_| may_stand)?;
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c);
    let length = name.find(|c| !is_part(c))?;
    let (name, behind) = name.split_at(length);
    let is_name = name.len() > 1 && name.contains(|c: char| c.is_ascii_lowercase());
    let behind = behind.strip_prefix(':')?;
    let is_apart = !behind.starts_with(|c: char| c.is_alphanumeric() || "`:".contains(c));
    (is_name && is_apart).then_some(length + 2)
}

/// Whether a line begins a comment of Liquid, or ends one.
pub(super) fn is_liquid(line: &str, name: &str) -> bool {
    let inner = line.strip_prefix("{%").and_then(|rest| rest.split_once("%}"));
    inner.is_some_and(|(inner, _)| inner.trim_matches(['-', ' ']) == name)
}

/// `(name)=`.
fn is_label(line: &str) -> bool {
    let name = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
    name.is_some_and(|name| !name.contains(char::is_whitespace))
}

/// `:name: value`.
pub(super) fn is_option(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    name.is_some_and(|(name, _)| is_name(name))
}

/// `!!! note "Title"`, `??? note`, `=== "Tab"`: what is indented below it belongs to it.
pub(super) fn is_indenting_marker(line: &str) -> bool {
    // The marker of a list item has to fit in.
    const MIN_LENGTH: usize = 5;
    if is_tab(line) {
        return true;
    }
    let Some(rest) = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???")) else {
        return false;
    };
    let names = rest.trim_start_matches('+').split(['"', '\'']).next().unwrap_or_default();
    let mut names = names.split_whitespace().peekable();
    line.len() >= MIN_LENGTH && names.peek().is_some() && names.all(is_lower_name)
}

/// `=== "Title"`.
fn is_tab(line: &str) -> bool {
    let title = line.strip_prefix("===").unwrap_or_default();
    title.trim_start_matches(['!', '+']).trim_start().starts_with(['"', '\''])
}

/// Whether a paragraph that begins so is code of a module: `import x from "y"`, `export const z = 1`.
pub(super) fn is_module_code(line: &str) -> bool {
    const EXPORTED: [&str; 8] =
        ["const ", "let ", "var ", "function ", "default ", "async ", "class ", "{"];
    if let Some(exported) = line.strip_prefix("export ") {
        return EXPORTED.iter().any(|start| exported.starts_with(start));
    }
    let Some(imported) = line.strip_prefix("import ") else { return false };
    let from = imported.rsplit_once(" from ").map_or(imported, |(_, from)| from);
    from.starts_with(['"', '\'']) || imported.trim_end() == "{"
}

/// Where the front matter ends that a text begins with; 0 if it has none.
pub(super) fn front_matter(text: &str) -> usize {
    let text_from = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[text_from..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let ends: &[&str] = match first.trim_end() {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        "{" => &["}"],
        _ => return 0,
    };
    let mut end = text_from + first.len();
    for (number, line) in lines.enumerate() {
        end += line.len();
        if ends.contains(&line.trim_end()) {
            return end;
        }
        // A line between two rules is no front matter.
        if number == 0 && !is_front_matter(line) {
            return 0;
        }
    }
    0
}

fn is_front_matter(line: &str) -> bool {
    line.contains([':', '=']) || line.starts_with(['#', '['])
}
