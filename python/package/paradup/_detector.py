"""The front door: texts in, a report out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from paradup import _native
from paradup._document import Document
from paradup._index import Index
from paradup._names import Engine, Keep, Kind, Marks, MayLose, Relation, Scope, ShingleUnit, Texts
from paradup.report import Cluster, Comparison, Counts, Removal, Report, Retained, Verdict

if TYPE_CHECKING:
    import pyarrow


class Detector:
    """Finds redundant paragraphs.

    Settings can be wrong, and are refused with a `ValueError` that says which, what was expected and what was found; texts
    cannot. A detector never changes, and threads can share it: the interpreter is free while one works.

    >>> from paradup import Detector
    >>> Detector(near=1.5)
    Traceback (most recent call last):
    ValueError: near: expected a threshold above 0 and at most 1, found 1.5; 0.7 is the default

    near
        The least resemblance (Jaccard of the shingle sets) of near paragraphs, above 0 and at most 1.
    contained
        The least containment of the smaller shingle set in a larger one, above 0 and at most 1.
    restated
        The least probability of a restatement, from 0 (every pair) to 1.
    engine
        What proposes near pairs: "exact" finds all, "lsh" by signatures with the `recall` asked for, "auto" takes the faster
        for the shingles. All pairs are verified.
    recall
        The share of pairs exactly at the threshold that signatures must propose, above 0 and below 1.
    shingling
        What a shingle is: ("words", 3), or ("characters", 5).
    num_perm
        How many rows a signature has.
    relations
        The relations to report; None for all.
    marks
        Whether diacritics count ("keep") or not ("strip").
    keep
        Which paragraph of a cluster stands for the others: the "longest" or the "first".
    may_lose
        What removals may lose: "nothing", "wording" or "anything".
    scope
        Which paragraphs are held against each other: "all", or those of each "document".
    kinds
        The kinds of paragraphs of documents that are compared; None for all prose.
    min_words
        How many words a paragraph must have to be compared.
    low_memory
        Whether shingle sets are made anew wherever they are needed: slower, in a seventh of the memory.
    seed
        Seeds the hashes: another seed errs on other pairs.
    """

    def __init__(
        self,
        *,
        near: float = 0.7,
        contained: float = 0.8,
        restated: float = 0.5,
        engine: Engine = "auto",
        recall: float = 0.999,
        shingling: tuple[ShingleUnit, int] = ("words", 3),
        num_perm: int = 128,
        relations: Sequence[Relation] | None = None,
        marks: Marks = "keep",
        keep: Keep = "longest",
        may_lose: MayLose = "nothing",
        scope: Scope = "all",
        kinds: Sequence[Kind] | None = None,
        min_words: int = 0,
        low_memory: bool = False,
        seed: int = 0,
    ) -> None:
        self._native = _native.Detector(
            near=near,
            contained=contained,
            restated=restated,
            engine=engine,
            recall=recall,
            shingling=shingling,
            num_perm=num_perm,
            relations=relations,
            marks=marks,
            keep=keep,
            may_lose=may_lose,
            scope=scope,
            kinds=kinds,
            min_words=min_words,
            low_memory=low_memory,
            seed=seed,
        )

    def parallel(self) -> Detector:
        """The same detector on all processors, or on as many threads as RAYON_NUM_THREADS says; the answers are the same.

        >>> from paradup import Detector
        >>> texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"]
        >>> Detector().parallel().detect(texts) == Detector().detect(texts)
        True
        """
        parallel = object.__new__(Detector)
        parallel._native = self._native.parallel()
        return parallel

    def detect(self, texts: Texts) -> Report:
        """Reports on paragraphs, which are held to be one document's.

        >>> from paradup import Detector
        >>> report = Detector().detect([
        ...     "The ferry leaves at nine from the old quay, every day but Sunday.",
        ...     None,
        ...     "The ferry leaves at nine from the old quay, every day but Sunday!",
        ... ])
        >>> report.findings[0].a.paragraph, report.findings[0].b.paragraph, report.findings[0].relation
        (0, 2, 'reformatted')
        """
        return self._native.detect(texts)

    def detect_against(self, reference: Texts, texts: Texts) -> Report:
        """Reports on new texts: which of them repeat the reference, or an earlier new one.

        The findings are those of :meth:`detect` on the new texts where these stand behind the reference; what the reference repeats of itself is
        not reported. Places in the reference are of document 0, those of the new texts of document 1.

        >>> from paradup import Detector
        >>> old = ["Bell, book and candle.", "Salt of the earth.", "Salt of the earth!"]
        >>> [(finding.a, finding.b) for finding in Detector().detect_against(old, ["Many hands.", "bell book and candle"])]
        [(Place(document=0, paragraph=0), Place(document=1, paragraph=1))]
        """
        return self._native.detect_against(reference, texts)

    def detect_article(self, text: str) -> Report:
        """Reports on one article of plain text."""
        return self.detect_documents([Document.plain(text)])

    def detect_documents(self, documents: Iterable[Document]) -> Report:
        """Reports on documents. Places name the document and the paragraph in it.

        >>> from paradup import Detector, Document
        >>> notices = [Document.plain("Hours\\n=====\\n\\nClosed on Mondays."), Document.html("<p>Closed on <b>Mondays</b>.")]
        >>> [(finding.a, finding.b) for finding in Detector().detect_documents(notices)]
        [(Place(document=0, paragraph=1), Place(document=1, paragraph=0))]
        """
        return self._native.detect_documents([document._native for document in documents])

    def clusters(self, texts: Texts) -> Clusters:
        """Groups of texts of which one stands for all the others; no evidence is gathered, and no restatements are looked for.

        >>> from paradup import Detector
        >>> texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"]
        >>> for cluster in Detector().clusters(texts):
        ...     print(cluster.representative.paragraph, [member.paragraph for member in cluster.members])
        0 [2]
        """
        return Clusters(self._native.clusters(texts))

    def removals(
        self,
        texts: Texts,
        ranks: Iterable[Any] | None = None,
        kept: Iterable[int] = (),
    ) -> Removals:
        """Which texts can be left out, each with the one that stays for it, under the policy `may_lose`.

        `ranks` says which is preferred: of two the one with the greater rank stays, before `keep` is asked. Numbers, dates,
        anything that can be sorted. `kept` are positions of texts that stay whatever they resemble.

        >>> from paradup import Detector
        >>> texts = ["Bell, book and candle.", "Salt of the earth.", "bell book and candle"]
        >>> [text for text in map(texts.__getitem__, Detector().removals(texts).kept)]
        ['Bell, book and candle.', 'Salt of the earth.']
        >>> Detector().removals(texts, ranks=["2024-05-01", "2024-05-02", "2025-01-01"]).kept
        [1, 2]
        """
        dense = None if ranks is None else _dense(list(ranks))
        return Removals(self._native.removals(texts, dense, list(kept)))

    def compare(self, a: str, b: str) -> Comparison:
        """Every score of two texts, what holds between them, and the evidence.

        >>> from paradup import Detector
        >>> Detector().compare("A quiet night at sea.", "A quiet night at sea!").relation
        'reformatted'
        """
        return self._native.compare(a, b)

    def judge(self, removed: str, kept: str) -> Verdict:
        """Whether `removed` could be left out for `kept` under `may_lose`, and what keeps it if not.

        >>> from paradup import Detector
        >>> removed, kept = "Closed on Mondays. No dogs.", "Closed on Mondays."
        >>> [removed[lost] for lost in Detector().judge(removed, kept).lost]
        ['No dogs.']
        """
        return self._native.judge(removed, kept)


    def index(self) -> Index:
        """An empty index with these settings, of which it cannot serve all.

        >>> from paradup import Detector
        >>> Detector().index()
        Traceback (most recent call last):
        ValueError: relations: expected identical, reformatted and near or some of them, found contained; ask for `Index::RELATIONS`
        """
        return Index(self)


class Clusters:
    """Clusters in the order of their representatives. A table too, with a row for each member, for any library that reads
    Arrow: ``polars.DataFrame(clusters)``, ``pyarrow.table(clusters)``.
    """

    def __init__(self, native: _native.Clusters) -> None:
        self._native = native

    @cached_property
    def _objects(self) -> list[Cluster]:
        return self._native.objects()

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, index: int) -> Cluster: ...
    @overload
    def __getitem__(self, index: slice) -> list[Cluster]: ...
    def __getitem__(self, index: int | slice) -> Cluster | list[Cluster]:
        return self._objects[index]

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self._objects)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """The columns `representative` and `member`, positions among the texts. Needs pyarrow."""
        return _table(self)


class Removals:
    """Removals in the order of the texts. A table too, for any library that reads Arrow: ``polars.DataFrame(removals)``,
    ``pyarrow.table(removals)``.
    """

    def __init__(self, native: _native.Removals) -> None:
        self._native = native

    @cached_property
    def removed(self) -> list[Removal]:
        """The removals."""
        return self._native.objects()

    @property
    def kept(self) -> list[int]:
        """The positions of the texts that stay, in order."""
        return self._native.kept()

    @property
    def counts(self) -> Counts:
        """How much was looked at and found; what is a finding elsewhere is a removal here."""
        return self._native.counts()

    @property
    def retained(self) -> Retained:
        """What stays though similarity alone would remove it."""
        return self._native.retained()

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, index: int) -> Removal: ...
    @overload
    def __getitem__(self, index: slice) -> list[Removal]: ...
    def __getitem__(self, index: int | slice) -> Removal | list[Removal]:
        return self.removed[index]

    def __iter__(self) -> Iterator[Removal]:
        return iter(self.removed)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """The columns `removed` and `representative`, positions among the texts, `ground` and `score`. Needs pyarrow."""
        return _table(self)


def _table(rows: Clusters | Removals) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(rows)


def _dense(ranks: list[Any]) -> list[int]:
    """The ranks as numbers from 0, equal ones as equal numbers."""
    for position, rank in enumerate(ranks):
        if rank != rank:
            raise ValueError(f"ranks: expected values that have an order, found {rank} at {position}")
    numbers = {rank: number for number, rank in enumerate(sorted(set(ranks)))}
    return [numbers[rank] for rank in ranks]
