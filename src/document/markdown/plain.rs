//! The text as `CommonMark` reads it, without what site builders add.
//!
//! There is one mechanism. What is found is *cut*: in a copy of the text as long as the original it is overwritten, so that
//! `CommonMark` sees nothing there and every place stays what it was. Where only the indentation below a marker makes a container
//! (`!!! note`), the marker is overwritten by that of a list item whose content is indented as much.

use core::iter;

use super::component::Tag;
use super::dialect::{
    Braces, Fence, code_span, ends_formulas, formulas, front_matter, is_directive,
    is_end_of_shortcode, is_indenting_marker, is_liquid, is_marker, is_module_code, is_option,
    listing_shortcode, picture,
};
use crate::document::html::{self, Inline};
use crate::text::Span;

/// The start of a list item with content that is indented by four.
const ITEM: &[u8] = b"-   #";

/// A text as `CommonMark` reads it, and where it differs from what is written.
pub(super) struct Plain {
    /// As long as the original.
    pub(super) text: String,
    /// What is cut, in order.
    cuts: Vec<Span>,
    /// Where the items of lists begin that are containers, in order.
    containers: Vec<usize>,
    moves: Vec<Move>,
    /// Where blocks of HTML begin and end that hold Markdown, in the original, in order.
    pub(super) bounds: Vec<Bound>,
    /// Whether components or imports were found. In such texts indented lines are no code.
    pub(super) has_components: bool,
}

/// A tag of a block of HTML that is cut.
#[derive(Clone, Copy)]
pub(super) struct Bound {
    pub(super) at: usize,
    /// Whether it begins a title.
    pub(super) is_title: bool,
}

/// From a place on, up to that of the next, everything stands this much before its place in the original.
#[derive(Clone, Copy)]
struct Move {
    from: usize,
    by: usize,
}

impl Plain {
    /// O(n).
    pub(super) fn new(text: &str) -> Plain {
        let mut scanner = Scanner {
            text,
            plain: text.as_bytes().to_vec(),
            cuts: Vec::new(),
            containers: Vec::new(),
            moves: Vec::new(),
            bounds: Vec::new(),
            components: Vec::new(),
            dedent: 0,
            has_components: false,
            listing: None,
            directives: Vec::new(),
            last_ends: Vec::new(),
            block: Block::Blank,
            is_behind_comment: false,
            braces: Braces::default(),
        };
        scanner.scan();
        let Scanner { plain, cuts, containers, moves, bounds, has_components, .. } = scanner;
        // Only whole characters are overwritten, by ASCII.
        let text = String::from_utf8(plain).unwrap_or_else(|_| text.to_owned());
        Plain { text, cuts, containers, moves, bounds, has_components }
    }

    /// The bytes of the original that these bytes stand for, without what is cut. O(log n + parts).
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
        parts.filter(|part| !part.is_empty()).flat_map(|part| self.moved(part))
    }

    /// The bytes of the original from the first to the last of these. O(log n).
    pub(super) fn original(&self, span: Span) -> Span {
        let start = self.original_place(span.start);
        let end = self.original_place(span.end.saturating_sub(1).max(span.start)) + 1;
        Span { start, end: if span.is_empty() { start } else { end } }
    }

    fn original_place(&self, at: usize) -> usize {
        let before = self.moves.partition_point(|moved| moved.from <= at).checked_sub(1);
        at + before.map_or(0, |last| self.moves[last].by)
    }

    /// The bytes of the original that these bytes stand for, each part of a line by itself.
    fn moved(&self, part: Span) -> impl Iterator<Item = Span> {
        let first = self.moves.partition_point(|moved| moved.from <= part.start);
        let within = self.moves[first..].iter().take_while(move |moved| moved.from < part.end);
        let ends = within.map(|moved| moved.from).chain([part.end]);
        let mut start = part.start;
        ends.map(move |end| {
            let line = self.original(Span { start, end });
            start = end;
            line
        })
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
    moves: Vec<Move>,
    bounds: Vec<Bound>,
    /// The open components.
    components: Vec<Component<'d>>,
    /// How much less the line is to be indented.
    dedent: usize,
    has_components: bool,
    listing: Option<Listing<'d>>,
    /// The open directives that fences enclose.
    directives: Vec<Fence>,
    /// The last ends of listings that were looked for.
    last_ends: Vec<(String, usize)>,
    block: Block,
    /// Whether the last line that is not blank is a comment.
    is_behind_comment: bool,
    braces: Braces,
}

/// A component that is open.
struct Component<'d> {
    name: &'d str,
    /// How much its tag is indented, as `CommonMark` sees it.
    indent: usize,
    /// How much its content is indented, if there is any yet.
    content: Option<usize>,
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
    /// The environment of this name.
    Formulas(&'d str),
    /// A comment of Liquid, which is cut.
    Comment,
}

impl<'d> Scanner<'d> {
    fn scan(&mut self) {
        let mut start = front_matter(self.text);
        self.cut(Span { start: 0, end: start }, b' ');
        while start < self.text.len() {
            let rest = &self.text[start..];
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line =
                Span { start, end: start + rest[..length].trim_end_matches(['\n', '\r']).len() };
            self.dedent = self.dedent_of(line);
            let end = self.line(line).unwrap_or(line.end);
            if end == line.end {
                self.shift(line, self.dedent);
            }
            // A component may take several lines.
            start = end.max(start + length);
        }
    }

    /// How much less a line is to be indented, to stand where the component does that it is part of.
    fn dedent_of(&mut self, line: Span) -> usize {
        let text = &self.text[line];
        let indent = text.len() - text.trim_start_matches(' ').len();
        match self.components.last_mut() {
            Some(component) if indent < text.len() => {
                let content = *component.content.get_or_insert(indent);
                indent.min(content).saturating_sub(component.indent)
            }
            _ => 0,
        }
    }

    /// Moves the text of a line to the left, and the spaces before it behind it, where they are cut.
    fn shift(&mut self, line: Span, by: usize) {
        if by == 0 {
            return;
        }
        let indent = self.text[line].len() - self.text[line].trim_start_matches(' ').len();
        let from = line.start + indent - by;
        self.plain[from..line.end].rotate_left(by);
        self.moves.extend([Move { from, by }, Move { from: line.end - by, by: 0 }]);
        for cut in self.cuts.iter_mut().rev().take_while(|cut| cut.start >= line.start) {
            *cut = Span { start: cut.start - by, end: cut.end - by };
        }
        for container in self.containers.iter_mut().rev().take_while(|at| **at >= line.start) {
            *container -= by;
        }
        self.cuts.push(Span { start: line.end - by, end: line.end });
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
        self.define_behind_comment(content, text);
        let opens_container =
            is_indenting_marker(text) && self.is_followed_by_indented(line, content);
        self.block = match self.block_of(text, indent) {
            Block::Text if opens_container => Block::Blank,
            block => block,
        };
        match self.block {
            Block::Text => return self.text_line(content),
            Block::Blank if opens_container => self.open_container(content),
            Block::Blank | Block::Directive => self.cut(content, b' '),
            Block::Module => {
                self.has_components = true;
                self.cut(content, b' ');
            }
        }
        None
    }

    /// Makes an item of a definition whose term a plugin makes of the comment before it.
    fn define_behind_comment(&mut self, content: Span, text: &str) {
        if self.is_behind_comment && text.starts_with(":   ") {
            self.plain[content.start] = b'-';
        }
        let is_comment = text.starts_with("<!--") && text.ends_with("-->");
        self.is_behind_comment = is_comment || (self.is_behind_comment && text.is_empty());
    }

    /// What a line belongs to that is behind the block so far.
    fn block_of(&self, text: &str, indent: usize) -> Block {
        match self.block {
            _ if text.is_empty() => Block::Blank,
            Block::Module => Block::Module,
            Block::Blank if indent == 0 && is_module_code(text) => Block::Module,
            Block::Directive if is_option(text) => Block::Directive,
            _ if is_directive(text) => Block::Directive,
            _ if is_marker(text) => Block::Blank,
            _ => Block::Text,
        }
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
            Some(Listing::Shortcode(name)) if is_end_of_shortcode(text, name) => {
                self.overwrite_by_fence(content);
                self.listing = None;
            }
            Some(Listing::Formulas(name)) if ends_formulas(text, name) => {
                self.overwrite_by_fence(content);
                self.listing = None;
            }
            Some(Listing::Comment) => {
                self.cut(content, b' ');
                self.listing = self.listing.filter(|_| !is_liquid(text, "endcomment"));
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
        } else if let Some(name) = formulas(text)
            && !ends_formulas(text, name)
            && self.ends_below("\\end{", name, content)
        {
            self.overwrite_by_fence(content);
            self.listing = Some(Listing::Formulas(name));
        } else if is_liquid(text, "comment") && self.ends_below("end", "comment", content) {
            self.cut(content, b' ');
            self.listing = Some(Listing::Comment);
        } else if let Some(name) =
            listing_shortcode(text).filter(|name| self.shortcode_ends_below(name, content))
        {
            self.overwrite_by_fence(content);
            self.listing = Some(Listing::Shortcode(name));
        }
        self.listing.is_some()
    }

    fn shortcode_ends_below(&mut self, name: &str, content: Span) -> bool {
        ["/", "/ ", "end"].iter().any(|end| self.ends_below(end, name, content))
    }

    /// Whether an end of what has this name stands below a line.
    fn ends_below(&mut self, end: &str, name: &str, content: Span) -> bool {
        let end = [end, name].concat();
        let known = self.last_ends.iter().find(|(known, _)| *known == end).map(|(_, last)| *last);
        let last = known.unwrap_or_else(|| {
            let last = self.text.rfind(&end).unwrap_or(0);
            self.last_ends.push((end, last));
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
            let tag = Tag::read(rest)?;
            let end = at + tag.length;
            return self
                .component(&tag, is_at_start, content)
                .then(|| self.bound(at, end))
                .map(|()| end);
        }
        if rest.starts_with(':') {
            let before = self.text[content.start..at].chars().next_back();
            return picture(rest, before).map(|length| at + length);
        }
        self.braces.end(self.text, content, at)
    }

    /// Whether a tag is a component's, which it opens or closes then. Others are HTML to `CommonMark` too.
    fn component(&mut self, tag: &Tag<'d>, is_at_start: bool, content: Span) -> bool {
        const MAX_CROSSED: usize = 16;
        if tag.is_end {
            let lowest = self.components.len().saturating_sub(MAX_CROSSED);
            let open = self.components[lowest..].iter().rposition(|open| open.name == tag.name);
            self.components.truncate(open.map_or(self.components.len(), |open| lowest + open));
            return open.is_some();
        }
        let opens = is_at_start && (tag.is_component || tag.holds_markdown);
        if opens && !tag.is_closed {
            let line = &self.text[..content.start];
            let indent = line.len() - line.trim_end_matches(' ').len() - self.dedent;
            self.components.push(Component { name: tag.name, indent, content: None });
        }
        self.has_components |= opens && tag.is_component;
        opens || (tag.is_component && tag.has_braces)
    }

    /// Notes a tag that parts what stands before it from what stands behind it.
    fn bound(&mut self, at: usize, end: usize) {
        let tag = &self.text[at..end];
        if matches!(html::inline(tag), Inline::LineEnd) {
            let is_title = matches!(tag.as_bytes(), [b'<', b'h' | b'H', b'1'..=b'6', ..]);
            self.bounds.push(Bound { at, is_title });
        }
    }

    /// The next place where a notation may begin, outside of code.
    fn next_mark(&self, at: usize, end: usize) -> usize {
        let line = &self.text[at..end];
        let mut from = if line.starts_with('`') {
            code_span(line)
        } else {
            line.chars().next().map_or(line.len(), char::len_utf8)
        };
        from += line[from..].find(['`', '{', '<', ':']).unwrap_or(line.len() - from);
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
