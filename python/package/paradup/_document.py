"""Documents."""

from __future__ import annotations

from functools import cached_property

from paradup import _native
from paradup._names import Unit
from paradup.report import Paragraph


class Document:
    """A text as it was read, and its paragraphs. There is a constructor for each format.

    >>> from paradup import Document
    >>> document = Document.markdown("# Tea\\n\\n- Milk *and*\\n  su**gar**\\n")
    >>> [(paragraph.kind, paragraph.text) for paragraph in document.paragraphs]
    [('heading', 'Tea'), ('item', 'Milk and\\nsugar')]
    """

    def __init__(self, native: _native.Document) -> None:
        self._native = native

    @classmethod
    def plain(cls, text: str) -> Document:
        """Plain text: paragraphs between blank lines, items of lists, quoted lines of mail."""
        return cls(_native.Document("plain", text))

    @classmethod
    def lines(cls, text: str) -> Document:
        """Each line as a paragraph."""
        return cls(_native.Document("lines", text))

    @classmethod
    def whole(cls, text: str) -> Document:
        """The whole text as one paragraph."""
        return cls(_native.Document("whole", text))

    @classmethod
    def markdown(cls, text: str) -> Document:
        """Markdown: CommonMark with tables, footnotes, task lists, definition lists and formulas."""
        return cls(_native.Document("markdown", text))

    @classmethod
    def html(cls, text: str) -> Document:
        """A page or a piece of HTML: the visible text, by its blocks."""
        return cls(_native.Document("html", text))

    @classmethod
    def restructured_text(cls, text: str) -> Document:
        """reStructuredText."""
        return cls(_native.Document("restructured_text", text))

    @classmethod
    def asciidoc(cls, text: str) -> Document:
        """AsciiDoc."""
        return cls(_native.Document("asciidoc", text))

    @classmethod
    def subtitles(cls, text: str) -> Document:
        """SubRip or WebVTT: each cue is a paragraph."""
        return cls(_native.Document("subtitles", text))

    def by(self, unit: Unit) -> Document:
        """The same document in other units.

        >>> from paradup import Document
        >>> [paragraph.text for paragraph in Document.plain("Is it open?\\nI hope so.").by("line").paragraphs]
        ['Is it open?', 'I hope so.']
        """
        return Document(self._native.by(unit))

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs in order, each with its kind and its place."""
        return self._native.paragraphs()
