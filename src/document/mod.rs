//! From a file's text to its paragraphs, each with its kind and its place.
//!
//! A [`Document`] is a text as it was read, and its [`Paragraph`]s. There is a reader for each format, a file each; any other
//! reader gives its [`Block`]s to [`Document::from_paragraphs`].

mod kind;
mod lines;
mod segment;
mod noise;
mod block;
mod paragraph;
mod unclosed;
mod unit;
mod enumeration;
mod draft;
mod marker;
mod list;
mod table;
mod plain;
mod subtitles;
mod inline;
mod directive;
mod restructured_text;
mod asciidoc;
#[cfg(feature = "html")]
mod writer;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "markdown")]
mod markdown;
#[cfg(test)]
mod outline;
#[cfg(test)]
mod properties;

pub use block::Block;
pub(crate) use kind::CELL_SEPARATOR;
pub use kind::Kind;
pub use noise::without_noise;
pub use paragraph::Paragraph;
pub use segment::Segment;
pub use unclosed::Unclosed;
pub use unit::Unit;

use std::borrow::Cow;

use crate::BuildError;
use crate::text::Span;
use lines::{line_of, line_starts};
use paragraph::{Decoded, Stored};
use unclosed::Reading;

/// A text and its paragraphs.
///
/// ```
/// use paradup::document::Document;
///
/// let document = Document::plain("A headline\n\n  One paragraph,\r\nwrapped.\n").with_path("news.txt");
/// let texts: Vec<&str> = document.paragraphs().map(|paragraph| paragraph.text()).collect();
/// assert_eq!(texts, ["A headline", "One paragraph,\r\nwrapped."]);
/// assert_eq!(document.paragraph(1).line(), 3);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    path: Option<String>,
    text: String,
    paragraphs: Vec<Stored>,
    unclosed: Vec<Unclosed>,
    /// The first byte of each line.
    lines: Vec<usize>,
    is_structured: bool,
}

impl Document {
    /// Plain text: blank lines, form feeds and U+2029 separate paragraphs. O(n).
    ///
    /// Lines end with LF, CRLF, CR, U+0085 or U+2028. A line is blank if it holds only white space
    /// and invisible characters. White space at both ends, and a byte order mark at the start of
    /// the text, belong to no paragraph; no paragraph is empty.
    ///
    /// * **Lists**: lines with the same mark and indent, at least two, are [items](Kind::Item), each with the lines up to the next
    ///   item or blank line, and with paragraphs as deep as its text. Marks are bullets, and numbers or letters that rise by
    ///   one: `-`, `*`, `•`, `1.`, `2)`, `(3)`, `a)`. A deeper line with a mark is an item of its own. Dashes mark none.
    /// * **Mail**: lines that begin with `>` are [quotations](Kind::Quote), or items in them, without those marks. Lines that are
    ///   quoted more often, or less, are others.
    /// * A line alone with a rule of its length under it is a [title](Kind::Heading); lines of `-`, `=`, `|` and the like alone
    ///   separate paragraphs and belong to none; a line of cells between bars is a [row](Kind::Row).
    ///
    /// ```
    /// use paradup::document::{Document, Kind};
    ///
    /// let document = Document::plain("Buy:\n- bread,\n  the dark one\n- milk\n\n> Did you?\n> Really?");
    /// let found: Vec<_> = document.paragraphs().map(|found| (found.kind(), found.text())).collect();
    /// assert_eq!(found[0], (Kind::Paragraph, "Buy:"));
    /// assert_eq!(found[1], (Kind::Item, "bread,\n  the dark one"));
    /// assert_eq!(found[3], (Kind::Quote, "Did you?\nReally?"));
    /// ```
    pub fn plain(text: impl Into<String>) -> Document {
        Document::read(text.into(), plain::blocks)
    }

    /// Each line as a paragraph, but for blank ones. O(n).
    ///
    /// ```
    /// # use paradup::document::Document;
    /// let document = Document::lines("The first item is the bridge.\nAny questions?\nAny questions?");
    /// assert_eq!(document.paragraph(2).text(), "Any questions?");
    /// ```
    pub fn lines(text: impl Into<String>) -> Document {
        Document::read(text.into(), plain::line_blocks)
    }

    /// Subtitles, SRT or `WebVTT`: each cue is a paragraph. O(n).
    ///
    /// Numbers and names of cues, times and settings, the header, and blocks of notes, styles and regions are no text, nor are tags
    /// as `<i>`, `<v Anna>` and `{\an8}`. The entities of `WebVTT` are decoded.
    ///
    /// ```
    /// # use paradup::document::Document;
    /// let document = Document::subtitles("1\n00:00:01,000 --> 00:00:02,500\n<i>Good</i> evening.\n");
    /// assert_eq!(document.paragraph(0).text(), "Good evening.");
    /// assert_eq!(document.paragraph(0).line(), 3);
    /// ```
    pub fn subtitles(text: impl Into<String>) -> Document {
        Document::read(text.into(), subtitles::blocks)
    }

    /// reStructuredText. O(n).
    ///
    /// * Underlined titles are [headings](Kind::Heading), and so are the terms of definition lists, whose bodies are
    ///   [items](Kind::Item), as are those of lists, options and fields.
    /// * Directives: what is in a note, a warning, a version's change, the description of a function, or any directive that is not
    ///   known, is prose. Programs are [code](Kind::Code), as are literal blocks and doctests. Images, raw text, tables of
    ///   contents and included files are nothing, but for [captions](Kind::Caption).
    /// * Tables are [rows](Kind::Row), line by line where cells fill several lines of a grid; those of values between commas and
    ///   lists of lists too, as long as no cell holds more than a paragraph.
    /// * Comments and targets are nothing.
    /// * Text is what is seen: without marks, names of roles and targets of links that have a title, with substitutions that the
    ///   text itself defines. What is not clearly closed within its paragraph stays as it is.
    ///
    /// ```
    /// use paradup::document::{Document, Kind};
    ///
    /// let text = "Tides\n=====\n\n.. note::\n   High water comes later each day.\n\nCompute it::\n\n   tide(2)\n";
    /// let document = Document::restructured_text(text);
    /// let kinds: Vec<Kind> = document.paragraphs().map(|paragraph| paragraph.kind()).collect();
    /// assert_eq!(kinds, [Kind::Heading, Kind::Paragraph, Kind::Paragraph, Kind::Code]);
    /// ```
    pub fn restructured_text(text: impl Into<String>) -> Document {
        Document::marked_up(text.into(), restructured_text::blocks)
    }

    /// `AsciiDoc`. O(n).
    ///
    /// * Titles of sections are [headings](Kind::Heading), and so are the terms of description lists, whose bodies are
    ///   [items](Kind::Item); titles of blocks are [captions](Kind::Caption).
    /// * Listings, literal blocks and indented paragraphs are [code](Kind::Code). Examples, sidebars and open blocks hold
    ///   prose, quotations [that](Kind::Quote).
    /// * A table has [rows](Kind::Row) of as many cells as its attributes or its first line say; if neither does, a blank line ends
    ///   a row. Further blocks of a cell are no part of it.
    /// * Attributes, macros of blocks, conditions, passthroughs and comments are nothing.
    /// * Text is what is seen: without marks, names of macros, anchors and targets of links that have a text, with attributes that
    ///   the text itself sets. A footnote at the end of a block is a paragraph. What is not clearly closed stays as it is.
    ///
    /// ```
    /// use paradup::document::{Document, Kind};
    ///
    /// let text = "== Tides\n:toc:\n\nNOTE: High water comes later each day.\n\n----\ntide(2)\n----\n";
    /// let document = Document::asciidoc(text);
    /// let found: Vec<_> = document.paragraphs().map(|found| (found.kind(), found.text())).collect();
    /// assert_eq!(found[0], (Kind::Heading, "Tides"));
    /// assert_eq!(found[1], (Kind::Paragraph, "High water comes later each day."));
    /// assert_eq!(found[2], (Kind::Code, "tide(2)"));
    /// ```
    pub fn asciidoc(text: impl Into<String>) -> Document {
        Document::marked_up(text.into(), asciidoc::blocks)
    }

    /// A page or a piece of HTML: its block elements are paragraphs. O(n).
    ///
    /// Items of lists, rows of tables, quotations, captions, headings and `pre` have [kinds](Kind) of their own; where a cell
    /// of a table holds block elements, these are taken and not the row. Left out is what a reader of the page does not read
    /// as its text: the head, scripts, styles, `nav`, forms' controls, `svg`, and what `hidden`, `aria-hidden` or
    /// `display: none` hide. Entities are decoded. Any text has a result: tags may be missing, crossed or unknown.
    ///
    /// `<!-- paradup:ignore -->` asks not to compare the next paragraph, `<!-- paradup:ignore-start -->` none up to
    /// `<!-- paradup:ignore-end -->`.
    ///
    /// ```
    /// use paradup::document::{Document, Kind};
    ///
    /// let page = "<nav>Home</nav> <h1>Tea</h1> <p>Milk &amp; su<b>gar</b><ul><li>Lemon</ul>";
    /// let document = Document::html(page);
    /// let paragraphs: Vec<(Kind, &str)> = document.paragraphs().map(|p| (p.kind(), p.text())).collect();
    /// assert_eq!(
    ///     paragraphs,
    ///     [(Kind::Heading, "Tea"), (Kind::Paragraph, "Milk & sugar"), (Kind::Item, "Lemon")],
    /// );
    /// let span = document.paragraph(1).to_source((7..12).into());
    /// assert_eq!(&page[span], "su<b>gar");
    /// ```
    #[cfg(feature = "html")]
    #[cfg_attr(docsrs_paradup, doc(cfg(feature = "html")))]
    pub fn html(text: impl Into<String>) -> Document {
        Document::marked_up(text.into(), html::blocks)
    }

    /// Markdown: `CommonMark` with tables, footnotes, task lists, definition lists and formulas. O(n).
    ///
    /// Each block is a paragraph: those of items of lists and of quotations, rows of tables, headings and code have
    /// [kinds](Kind) of their own. Text is what is seen: without marks, targets of links and images, with escapes and entities
    /// decoded. HTML is read as by [`Document::html`], with its comments that ask to ignore. Left out is what is no text to a
    /// reader: front matter, definitions of links and abbreviations, names of pictures (`:tada:`), and what site builders add:
    /// shortcodes, includes, attribute lists, `import` and `export`, tags of components, and the markers of containers (`:::`, `///`,
    /// `!!!`, `[!NOTE]`), but not what they contain.
    ///
    /// ```
    /// use paradup::document::{Document, Kind};
    ///
    /// let text = "# Tea\n\n- Milk *and*\n  su**gar**\n\n!!! note\n\n    No [lemon](lemon.md).\n";
    /// let document = Document::markdown(text);
    /// let paragraphs: Vec<(Kind, &str)> = document.paragraphs().map(|p| (p.kind(), p.text())).collect();
    /// assert_eq!(
    ///     paragraphs,
    ///     [(Kind::Heading, "Tea"), (Kind::Item, "Milk and\nsugar"), (Kind::Paragraph, "No lemon.")],
    /// );
    /// ```
    #[cfg(feature = "markdown")]
    #[cfg_attr(docsrs_paradup, doc(cfg(feature = "markdown")))]
    pub fn markdown(text: impl Into<String>) -> Document {
        Document::marked_up(text.into(), markdown::blocks)
    }

    /// The whole text as one paragraph, white space at both ends aside; none if that is all.
    pub fn whole(text: impl Into<String>) -> Document {
        Document::read(text.into(), |text| {
            let mut block = Block::new(Kind::Paragraph);
            block.copy(text, 0..text.len());
            vec![block]
        })
    }

    /// Paragraphs that another reader has found. White space at the ends of a paragraph is left out, and so are paragraphs
    /// without visible text.
    ///
    /// # Errors
    /// When paragraphs or their segments do not ascend in the text, end within a character, or are copies of other bytes.
    pub fn from_paragraphs(
        text: impl Into<String>,
        paragraphs: impl IntoIterator<Item = Block>,
    ) -> Result<Document, BuildError> {
        let (text, blocks) = (text.into(), Vec::from_iter(paragraphs));
        check(&text, &blocks)?;
        Ok(Document::read(text, |_| blocks))
    }

    fn read<R: Into<Reading>>(text: String, read: impl FnOnce(&str) -> R) -> Document {
        let Reading { blocks, unclosed } = read(&text).into();
        debug_assert_eq!(check(&text, &blocks), Ok(()));
        let lines = line_starts(&text);
        Document {
            path: None,
            lines,
            text,
            paragraphs: stored(blocks),
            unclosed,
            is_structured: false,
        }
    }

    fn marked_up<R: Into<Reading>>(text: String, read: impl FnOnce(&str) -> R) -> Document {
        Document { is_structured: true, ..Document::read(text, read) }
    }

    /// Names the file it came from, for reports.
    #[must_use]
    pub fn with_path(self, path: impl Into<String>) -> Document {
        Document { path: Some(path.into()), ..self }
    }

    /// The same document in other units: line by line, or all [prose](Kind::is_prose) as one, which leaves out headings and code.
    /// Noise is [ignored](Document::ignoring) afterwards; what was ignored before is not. O(n).
    ///
    /// ```
    /// use paradup::document::{Document, Unit};
    ///
    /// let document = Document::plain("> Is the bridge open?\n> I hope so.").by(Unit::Line);
    /// assert_eq!(document.paragraph(1).text(), "I hope so.");
    /// ```
    #[must_use]
    pub fn by(self, unit: Unit) -> Document {
        if unit == Unit::Paragraph {
            return self;
        }
        let blocks = unit.regroup(self.paragraphs().map(Block::from).collect());
        debug_assert_eq!(check(&self.text, &blocks), Ok(()));
        Document { paragraphs: stored(blocks), ..self }
    }

    /// The same document, compared without its noise: `noise` says which bytes of a paragraph's text count as spaces. Line ends
    /// among them stay. Spans may overlap.
    ///
    /// ```
    /// use paradup::document::Document;
    ///
    /// let document = Document::plain("Page 12, the sea").ignoring(|_| vec![(0..7).into()]);
    /// assert_eq!(document.paragraph(0).compared(), "       , the sea");
    /// assert_eq!(document.paragraph(0).text(), "Page 12, the sea");
    /// ```
    ///
    /// # Panics
    /// When a span ends within a character or beyond the text.
    #[must_use]
    pub fn ignoring(mut self, noise: impl Fn(&str) -> Vec<Span>) -> Document {
        let masked: Vec<Option<Box<str>>> =
            self.paragraphs().map(|paragraph| masked(paragraph.text(), &noise)).collect();
        for (paragraph, masked) in self.paragraphs.iter_mut().zip(masked) {
            paragraph.masked = masked;
        }
        self
    }

    /// The file it came from, if it was named.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraphs: in order, apart, none empty.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = Paragraph<'_>> {
        self.paragraphs.iter().map(|stored| Paragraph::new(&self.text, &self.lines, stored))
    }

    /// What begins in the text and nowhere ends, where text is lost by that, in order.
    ///
    /// ```
    /// # use paradup::document::Document;
    /// let document = Document::asciidoc("Compared.\n\n----\nA listing\n\nNot compared.");
    /// assert_eq!(document.unclosed()[0].mark, "----");
    /// assert_eq!(document.line_of(document.unclosed()[0].span.start), 3);
    /// ```
    pub fn unclosed(&self) -> &[Unclosed] {
        &self.unclosed
    }

    /// A paragraph by its number, from 0.
    ///
    /// # Panics
    /// When there is no such paragraph.
    pub fn paragraph(&self, number: usize) -> Paragraph<'_> {
        Paragraph::new(&self.text, &self.lines, &self.paragraphs[number])
    }

    /// For each paragraph the list that it is an [item](Kind::Item) of, by number; none outside lists. Items that follow each
    /// other are of one list, whatever listings stand between them.
    ///
    /// ```
    /// # use paradup::document::Document;
    /// let document = Document::plain("Bring:\n- a lamp\n- a rope\n\nLeave:\n- the dog\n- the cat");
    /// let lists: Vec<Option<usize>> = document.lists().collect();
    /// assert_eq!(lists, [None, Some(0), Some(0), None, Some(1), Some(1)]);
    /// ```
    pub fn lists(&self) -> impl Iterator<Item = Option<usize>> {
        enumeration::lists(self.paragraphs.iter().map(|stored| stored.kind))
    }

    /// Whether it has markup that says what its paragraphs are: it was read as Markdown, HTML, reStructuredText or `AsciiDoc`.
    /// Manuals and handbooks are written so, and most of what looks alike in these is a parallel construction;
    /// [restatements](crate::restatement) are judged by coefficients of their own there.
    ///
    /// ```
    /// use paradup::document::Document;
    ///
    /// assert!(Document::asciidoc("* The north gate\n* The south sluice").is_structured());
    /// assert!(!Document::plain("* The north gate\n* The south sluice").is_structured());
    /// ```
    pub fn is_structured(&self) -> bool {
        self.is_structured
    }

    /// The number of the line that holds the byte at `offset`, from 1. O(log lines). An offset beyond
    /// the text is in its last line.
    pub fn line_of(&self, offset: usize) -> usize {
        line_of(&self.lines, offset)
    }
}

impl From<Paragraph<'_>> for Block {
    fn from(paragraph: Paragraph<'_>) -> Block {
        Block {
            kind: paragraph.kind(),
            is_ignored: paragraph.is_ignored(),
            text: paragraph.text().to_owned(),
            segments: paragraph.segments().to_vec(),
        }
    }
}

impl From<Block> for Stored {
    fn from(block: Block) -> Stored {
        let (kind, is_ignored, source) = (block.kind, block.is_ignored, block.span());
        let text = Span { start: 0, end: block.text.len() };
        let verbatim = matches!(&*block.segments, [only] if only.verbatim);
        let decoded = (!verbatim).then(|| {
            Box::new(Decoded { text: block.text.into(), segments: block.segments.into() })
        });
        Stored {
            kind,
            is_ignored,
            whole: Segment { text, source, verbatim },
            decoded,
            masked: None,
        }
    }
}

/// What a document keeps of its blocks.
fn stored(blocks: Vec<Block>) -> Vec<Stored> {
    blocks.into_iter().filter_map(Block::trimmed).map(Stored::from).collect()
}

/// # Errors
/// See [`Document::from_paragraphs`].
fn check(text: &str, blocks: &[Block]) -> Result<(), BuildError> {
    let mut from = 0;
    for block in blocks.iter().filter(|block| !block.text.is_empty()) {
        block.check(text, from)?;
        from = block.span().end;
    }
    Ok(())
}

/// The text without its noise, where there is any.
fn masked(text: &str, noise: impl Fn(&str) -> Vec<Span>) -> Option<Box<str>> {
    match without_noise(text, &noise(text)) {
        Cow::Owned(masked) => Some(masked.into()),
        Cow::Borrowed(_) => None,
    }
}
