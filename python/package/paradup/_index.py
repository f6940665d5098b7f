"""An index that stays."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, ClassVar, overload

from paradup import _native
from paradup._names import Ids, Relation, Texts
from paradup.report import Answer

if TYPE_CHECKING:
    import pyarrow

    from paradup._detector import Detector


class Index:
    """Texts under ids, to which others are held: add texts, ask for those that are related to a text, remove them.

    >>> from paradup import Detector, Index
    >>> index = Detector(relations=Index.RELATIONS).index()
    >>> index.insert(7, "The ferry leaves at nine from the old quay, every day but Sunday.")
    >>> for match in index.query("The ferry leaves at nine from the old quay, every day but Sunday!").matches:
    ...     print(match.id, match.relation, match.score)
    7 reformatted 1.0

    Ids are whole numbers from 0 to 2^64 - 1. A query finds what the detector would find with the engine "lsh"; what was inserted
    when makes no difference. ``len(index)`` texts are live, ``7 in index`` asks for one, and to go through an index is to go
    through its ids and texts in the order in which they were inserted; what is removed meanwhile is left out.

    Threads can share an index: any number can ask at once, and who writes waits for them. The interpreter is free meanwhile.
    The index of a `parallel()` detector uses all processors for :meth:`extend` and :meth:`query_batch`.
    """

    RELATIONS: ClassVar[tuple[Relation, ...]] = ("identical", "reformatted", "near")
    """The relations that an index finds."""

    def __init__(self, detector: Detector) -> None:
        self._native = _native.Index(detector._native)

    @classmethod
    def open(cls, detector: Detector, path: str | PathLike[str]) -> Index:
        """The index that was saved in a file, by a detector with the same settings; a `ValueError` names what differs.

        >>> import tempfile
        >>> from paradup import Detector, Index
        >>> detector = Detector(relations=Index.RELATIONS)
        >>> index = detector.index()
        >>> index.insert(7, "Bell, book and candle.")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     index.save(f"{folder}/index")
        ...     print(list(Index.open(detector, f"{folder}/index")))
        [(7, 'Bell, book and candle.')]
        """
        index = object.__new__(cls)
        index._native = _native.Index.open(detector._native, path)
        return index

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the index to a file, which has its name once all of it is written."""
        self._native.save(path)

    def insert(self, id: int, text: str) -> None:
        """Inserts a text.

        >>> from paradup import Detector, Index
        >>> index = Detector(relations=Index.RELATIONS).index()
        >>> index.insert(7, "Bell, book and candle.")
        >>> index.insert(7, "Salt of the earth.")
        Traceback (most recent call last):
        ValueError: id: expected one that is not live, found 7; remove it first
        """
        self._native.insert(id, text)

    def extend(self, ids: Ids, texts: Texts) -> None:
        """Inserts texts, each with its id: lists or columns of Arrow. Where an id is live or stands there twice, nothing is
        inserted.

        >>> from paradup import Detector, Index
        >>> index = Detector(relations=Index.RELATIONS).index()
        >>> index.extend([1, 2], ["Bell, book and candle.", "Salt of the earth."])
        >>> list(index)
        [(1, 'Bell, book and candle.'), (2, 'Salt of the earth.')]
        """
        self._native.extend(ids, texts)

    def remove(self, id: int) -> bool:
        """Removes the text of an id; says whether there was one."""
        return self._native.remove(id)

    def text(self, id: int) -> str:
        """The live text of an id; a `KeyError` where there is none."""
        return self._native.text(id)

    def query(self, text: str, *, at_least: float = 0.0, limit: int | None = None) -> Answer:
        """The live texts that are related to this one, the best first: those with this score or more, and no more than `limit`.
        With a limit the cost has a bound, and `is_cut_short` says whether better matches may have been passed over.
        """
        return self._native.query(text, at_least, limit)

    def query_batch(self, texts: Texts, *, at_least: float = 0.0, limit: int | None = None) -> Answers:
        """The answers to texts, in order.

        >>> from paradup import Detector, Index
        >>> index = Detector(relations=Index.RELATIONS).index()
        >>> index.insert(7, "Bell, book and candle.")
        >>> answers = index.query_batch(["Salt of the earth.", "bell book and candle"])
        >>> [[match.id for match in answer.matches] for answer in answers]
        [[], [7]]
        """
        return Answers(self._native.query_batch(texts, at_least, limit))

    def __contains__(self, id: int) -> bool:
        return self._native.contains(id)

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for id in self._native.ids():
            try:
                text = self._native.text(id)
            except KeyError:
                continue
            yield id, text


class Answers:
    """Answers in the order of the texts. A table too, with a row for each match, for any library that reads Arrow:
    ``polars.DataFrame(answers)``, ``pyarrow.table(answers)``.
    """

    def __init__(self, native: _native.Answers) -> None:
        self._native = native

    @cached_property
    def _objects(self) -> list[Answer]:
        return self._native.objects()

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, index: int) -> Answer: ...
    @overload
    def __getitem__(self, index: slice) -> list[Answer]: ...
    def __getitem__(self, index: int | slice) -> Answer | list[Answer]:
        return self._objects[index]

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._objects)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """The columns `query`, the position of the text that was asked for, `id`, `relation`, `score`, `jaccard`, `containment_a`
        and `containment_b`. Needs pyarrow.
        """
        import pyarrow

        return pyarrow.table(self)
