//! What tools that build sites from Markdown add to it, and what is no text of a reader: front matter, markers of
//! containers, shortcodes, includes, attribute lists, components.
//!
//! There is one mechanism. What is found is *cut*: in a copy of the text as long as the original it is overwritten, so that
//! CommonMark sees nothing there and every place stays what it was. Where only the indentation below a marker makes a container
//! (`!!! note`), the marker is overwritten by that of a list item whose content is indented as much.

use core::iter;

use super::component;
use crate::text::Span;

/// A text as CommonMark reads it, and where it differs from what is written.
pub(super) struct Plain {
    /// As long as the original.
    pub(super) text: String,
    /// What is cut, in order.
    pub(super) cuts: Vec<Span>,
    /// Where the items of lists begin that are containers, in order.
    pub(super) containers: Vec<usize>,
    /// Whether components or imports were found. In such texts indented lines are no code.
    pub(super) has_components: bool,
}

impl Plain {
    /// O(n).
    pub(super) fn new(text: &str) -> Plain {
        let mut scanner = Scanner {
            text,
            plain: text.as_bytes().to_vec(),
            cuts: Vec::new(),
            containers: Vec::new(),
            has_components: false,
            listing: None,
            directives: Vec::new(),
            last_ends: Vec::new(),
            block: Block::Blank,
            braces: Braces::default(),
        };
        scanner.scan();
        let Scanner { plain, cuts, containers, has_components, .. } = scanner;
        // Only whole characters are overwritten, by ASCII.
        let text = String::from_utf8(plain).unwrap_or_else(|_| text.to_owned());
        Plain { text, cuts, containers, has_components }
    }

    /// The parts of a span that are not cut. O(log cuts + parts).
    pub(super) fn kept(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.cuts.partition_point(|cut| cut.end <= span.start);
        let cuts = self.cuts[first..].iter().take_while(move |cut| cut.start < span.end);
        let mut start = span.start;
        let end_of_text = Span { start: span.end, end: span.end };
        let parts = cuts.copied().chain([end_of_text]).map(move |cut| {
            let part = Span { start, end: cut.start };
            start = cut.end;
            part
        });
        parts.filter(|part| !part.is_empty())
    }

    /// Whether anything is cut within a span. O(log cuts).
    pub(super) fn has_cuts(&self, span: Span) -> bool {
        let first = self.cuts.partition_point(|cut| cut.end <= span.start);
        self.cuts.get(first).is_some_and(|cut| cut.start < span.end)
    }

    /// Whether the item of a list that begins here is a container.
    pub(super) fn is_container(&self, item: usize) -> bool {
        self.containers.binary_search(&item).is_ok()
    }
}

struct Scanner<'d> {
    text: &'d str,
    plain: Vec<u8>,
    cuts: Vec<Span>,
    containers: Vec<usize>,
    has_components: bool,
    listing: Option<Listing<'d>>,
    /// The open directives that fences enclose.
    directives: Vec<Fence>,
    /// The last ends of shortcodes that were looked for.
    last_ends: Vec<(&'d str, usize)>,
    block: Block,
    braces: Braces,
}

/// What a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Nothing yet.
    Blank,
    Text,
    /// Lines of code around the text: `import`, `export`.
    Module,
    /// The marker of a directive, behind which its options stand.
    Directive,
}

/// What encloses a listing, in which nothing is cut.
#[derive(Clone, Copy)]
enum Listing<'d> {
    Fence(Fence),
    /// The shortcode of this name.
    Shortcode(&'d str),
}

/// A line of marks before and behind a listing, or a directive.
#[derive(Clone, Copy)]
struct Fence {
    mark: u8,
    length: usize,
    /// Where in its line it begins.
    indent: usize,
}

impl Fence {
    /// The fence that a line begins with.
    fn at_start(line: &str, indent: usize) -> Option<Fence> {
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
    fn is_ended_by(self, line: &str, indent: usize) -> bool {
        let length = mark_length(line, self.mark);
        length >= self.length && length == line.len() && indent < self.indent + 4
    }
}

impl<'d> Scanner<'d> {
    fn scan(&mut self) {
        let mut start = front_matter(self.text);
        self.cut(Span { start: 0, end: start }, b' ');
        while start < self.text.len() {
            let rest = &self.text[start..];
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line = rest[..length].trim_end_matches(['\n', '\r']);
            let end = start + length;
            // A component may take several lines.
            start =
                self.line(Span { start, end: start + line.len() }).map_or(end, |cut| cut.max(end));
        }
    }

    /// Reads a line, and says where what it begins ends, if that may be in another line.
    fn line(&mut self, line: Span) -> Option<usize> {
        let content = self.content(line);
        let text = self.text[content].trim_end();
        let indent = content.start - line.start;
        if self.ends_directive(text, indent) {
            self.cut(content, b' ');
            return None;
        }
        if self.listed(content, indent) {
            return None;
        }
        let is_container = is_indenting_marker(text) && self.is_followed_by_indented(line, content);
        self.block = match self.block {
            _ if text.is_empty() => Block::Blank,
            Block::Module => Block::Module,
            Block::Blank if indent == 0 && is_module_code(text) => Block::Module,
            Block::Directive if is_option(text) => Block::Directive,
            _ if is_directive(text) => Block::Directive,
            _ if is_marker(text) || is_container => Block::Blank,
            _ => Block::Text,
        };
        match self.block {
            Block::Text => return self.text_line(content),
            Block::Blank if is_container => self.open_container(content),
            Block::Blank | Block::Directive => self.cut(content, b' '),
            Block::Module => {
                self.has_components = true;
                self.cut(content, b' ');
            }
        }
        None
    }

    /// The line without its indentation and the marks of quotations.
    fn content(&self, line: Span) -> Span {
        let text = &self.text[line];
        let content = text.trim_start_matches([' ', '\t', '>']);
        Span { start: line.end - content.len(), end: line.end }
    }

    /// Whether the line belongs to a listing, or encloses one.
    fn listed(&mut self, content: Span, indent: usize) -> bool {
        let text = self.text[content].trim_end();
        match self.listing {
            Some(Listing::Fence(fence)) if fence.is_ended_by(text, indent) => self.listing = None,
            Some(Listing::Shortcode(name)) if is_end_of(text, name) => {
                self.overwrite_by_fence(content);
                self.listing = None;
            }
            Some(_) => {}
            None => return self.opens_listing(content, text, indent),
        }
        true
    }

    fn opens_listing(&mut self, content: Span, text: &'d str, indent: usize) -> bool {
        if let Some(fence) = Fence::at_start(text, indent) {
            if is_directive(text) {
                self.directives.push(fence);
                return false;
            }
            self.listing = Some(Listing::Fence(fence));
        } else if let Some(name) =
            listing_shortcode(text).filter(|name| self.ends_below(name, content))
        {
            self.overwrite_by_fence(content);
            self.listing = Some(Listing::Shortcode(name));
        }
        self.listing.is_some()
    }

    /// Whether an end of the shortcode stands below a line.
    fn ends_below(&mut self, name: &'d str, content: Span) -> bool {
        let known = self.last_ends.iter().find(|(known, _)| *known == name).map(|(_, last)| *last);
        let last = known.unwrap_or_else(|| {
            let ends = ["/", "end"].map(|end| self.text.rfind(&format!("{end}{name}")));
            let last = ends.into_iter().flatten().max().unwrap_or(0);
            self.last_ends.push((name, last));
            last
        });
        last > content.end
    }

    fn overwrite_by_fence(&mut self, content: Span) {
        self.cut(content, b' ');
        self.plain[content.start..content.start + 5].copy_from_slice(b"`````");
    }

    /// Whether a line is the end of the innermost directive.
    fn ends_directive(&mut self, text: &str, indent: usize) -> bool {
        let ended = self.directives.pop_if(|fence| fence.is_ended_by(text, indent));
        ended.is_some()
    }

    /// Whether the next line that is not blank is indented more than this one, as the content of a container is.
    fn is_followed_by_indented(&self, line: Span, content: Span) -> bool {
        let behind = self.text[line.end..].trim_start_matches(['\n', '\r']);
        // Lines of white space are rare enough to be no container's.
        let indent = behind.len() - behind.trim_start_matches([' ', '\t', '>']).len();
        let is_by_tab = behind[..indent].ends_with('\t');
        indent >= content.start - line.start + 4
            || (is_by_tab && indent > content.start - line.start)
    }

    /// Overwrites a marker by a list item that begins with an empty heading.
    fn open_container(&mut self, content: Span) {
        self.cut(content, b' ');
        self.containers.push(content.start);
        self.plain[content.start..content.start + ITEM.len()].copy_from_slice(ITEM);
    }

    /// Cuts what is no text within a line.
    fn text_line(&mut self, content: Span) -> Option<usize> {
        let mut found = Vec::new();
        let mut at = content.start;
        while at < content.end {
            let is_at_start = found.last().map_or(content.start, |cut: &Span| cut.end) == at;
            at = match self.notation(content, at, is_at_start) {
                Some(end) => {
                    found.push(Span { start: at, end });
                    end
                }
                None => self.next_mark(at, content.end),
            };
        }
        let text_end = self.text_end(content, &found);
        for cut in found {
            // Within text it counts as a word, so that it does not indent what follows.
            self.cut(cut, if cut.start < text_end { b'x' } else { b' ' });
        }
        (at > content.end).then_some(at)
    }

    /// Where the text of a line ends that is not cut; where the line starts if there is none.
    fn text_end(&self, content: Span, cuts: &[Span]) -> usize {
        let last = cuts.last().map_or(content.end, |cut| cut.end.max(content.end));
        let line_end = self.text[last..].find('\n').map_or(self.text.len(), |length| last + length);
        let starts = iter::once(content.start).chain(cuts.iter().map(|cut| cut.end));
        let ends = cuts.iter().map(|cut| cut.start).chain([line_end]);
        let kept = starts.zip(ends).filter(|(from, to)| !self.text[*from..*to].trim().is_empty());
        kept.last().map_or(content.start, |(_, end)| end)
    }

    /// Where the notation ends that begins here, if one does.
    fn notation(&mut self, content: Span, at: usize, is_at_start: bool) -> Option<usize> {
        let rest = &self.text[at..];
        if rest.starts_with('<') {
            let length = component::length(rest, is_at_start)?;
            self.has_components = true;
            return Some(at + length);
        }
        self.braces.end(self.text, content, at)
    }

    /// The next place where a notation may begin, outside of code.
    fn next_mark(&self, at: usize, end: usize) -> usize {
        let line = &self.text[at..end];
        let mut from = if line.starts_with('`') {
            code_span(line)
        } else {
            line.chars().next().map_or(line.len(), char::len_utf8)
        };
        from += line[from..].find(['`', '{', '<']).unwrap_or(line.len() - from);
        at + from
    }

    fn cut(&mut self, span: Span, by: u8) {
        for byte in &mut self.plain[span.range()] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = by;
            }
        }
        if !span.is_empty() {
            self.cuts.push(span);
        }
    }
}

/// The start of a list item with content that is indented by four.
const ITEM: &[u8] = b"-   #";

/// Looks for the ends of notations in braces: shortcodes, includes, comments, tags of templates, attribute lists.
#[derive(Default)]
struct Braces {
    /// For each notation, up to where its end is known to be missing.
    missing_before: [usize; NOTATIONS.len()],
    /// Where the last paragraph ends that was looked at.
    paragraph_end: usize,
}

/// How a notation begins and ends.
const NOTATIONS: [(&str, &str); 11] = [
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
    (VARIABLE, "}}"),
];

/// What stands for a text, and so is one, unless nothing else stands in its line.
const VARIABLE: &str = "{{";

/// How much of a text a notation may take.
const MAX_LENGTH: usize = 2_000;

impl Braces {
    /// Where the notation ends that begins at a place of a line. Amortized O(1) for each byte.
    fn end(&mut self, text: &str, line: Span, at: usize) -> Option<usize> {
        let rest = &text[at..];
        let found = NOTATIONS.iter().position(|(open, _)| rest.starts_with(open));
        let end = found.and_then(|number| self.end_of(number, text, at));
        let end = end.filter(|end| {
            let is_whole = at == line.start && text[*end..line.end.max(*end)].trim().is_empty();
            is_whole || found.is_none_or(|number| NOTATIONS[number].0 != VARIABLE)
        });
        end.or_else(|| attributes(&text[at..line.end]).map(|length| at + length))
    }

    fn end_of(&mut self, number: usize, text: &str, at: usize) -> Option<usize> {
        let (open, close) = NOTATIONS[number];
        if at >= self.paragraph_end {
            self.paragraph_end = text[at..].find("\n\n").map_or(text.len(), |length| at + length);
        }
        let last = text.floor_char_boundary(at + MAX_LENGTH).min(self.paragraph_end);
        let from = (at + open.len()).max(self.missing_before[number]).min(last);
        if let Some(found) = text[from..last].find(close) {
            return Some(from + found + close.len());
        }
        // The end might begin just before the last byte that was looked at.
        self.missing_before[number] =
            text.floor_char_boundary((last + 1).saturating_sub(close.len()));
        None
    }
}

/// The length of `{#name .class key="some value"}`, or of the role of the code behind it: `{role}`.
fn attributes(line: &str) -> Option<usize> {
    let inner = line.strip_prefix('{')?;
    let inner = inner[..inner.find(['{', '}'])? + 1].strip_suffix('}')?;
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
    let (key, value) = text.split_once('=').filter(|(key, _)| is_name(key))?;
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
fn code_span(line: &str) -> usize {
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
fn is_marker(line: &str) -> bool {
    const TABLES_OF_CONTENTS: [&str; 4] = ["[toc]", "[[toc]]", "[[_toc_]]", "${toc}"];
    line.starts_with(":::")
        || is_directive(line)
        || is_tab(line)
        || line.contains("--8<--")
        || is_block_marker(line)
        || is_alert(line)
        || is_label(line)
        || TABLES_OF_CONTENTS.iter().any(|table| line.eq_ignore_ascii_case(table))
}

/// `:::{note}`, or a fence with the name of a directive that holds text.
fn is_directive(line: &str) -> bool {
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
fn listing_shortcode(line: &str) -> Option<&str> {
    const LISTINGS: [&str; 6] =
        ["code", "code-toggle", "codeblock", "highlight", "katex", "mermaid"];
    let inner = ["{{<", "{{%", "{%"].into_iter().find_map(|open| line.strip_prefix(open))?;
    let is_whole = line.ends_with('}') && inner.matches('}').count() <= 2;
    let name = inner.trim_start_matches(['-', ' ']).split([' ', '>', '%']).next()?;
    (is_whole && LISTINGS.contains(&name)).then_some(name)
}

/// Whether a line ends a shortcode.
fn is_end_of(line: &str, name: &str) -> bool {
    let inner = ["{{<", "{{%", "{%"].into_iter().find_map(|open| line.strip_prefix(open));
    let inner = inner.map(|inner| inner.trim_start_matches(['-', ' ']));
    let end = inner.and_then(|inner| inner.strip_prefix('/').or_else(|| inner.strip_prefix("end")));
    end.is_some_and(|end| end.trim_start().starts_with(name))
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

/// `(name)=`.
fn is_label(line: &str) -> bool {
    let name = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
    name.is_some_and(|name| !name.contains(char::is_whitespace))
}

/// `:name: value`.
fn is_option(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    name.is_some_and(|(name, _)| is_name(name))
}

/// `!!! note "Title"`, `??? note`, `=== "Tab"`: what is indented below it belongs to it.
fn is_indenting_marker(line: &str) -> bool {
    if is_tab(line) {
        return true;
    }
    let Some(rest) = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???")) else {
        return false;
    };
    let names = rest.trim_start_matches('+').split(['"', '\'']).next().unwrap_or_default();
    let mut names = names.split_whitespace().peekable();
    line.len() >= ITEM.len() && names.peek().is_some() && names.all(is_lower_name)
}

/// `=== "Title"`.
fn is_tab(line: &str) -> bool {
    let title = line.strip_prefix("===").unwrap_or_default();
    title.trim_start_matches(['!', '+']).trim_start().starts_with(['"', '\''])
}

/// Whether a paragraph that begins so is code of a module: `import x from "y"`, `export const z = 1`.
fn is_module_code(line: &str) -> bool {
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
fn front_matter(text: &str) -> usize {
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
