"""What detectors find.

Places in a text are `slice` objects that count characters, so that ``text[finding.evidence.added[0]]`` is what was added.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from paradup._names import FactKind, Ground, Kind, Relation, Side


class Place(NamedTuple):
    """A paragraph, by its document and its number in it, both from 0. Texts given as a list are those of document 0."""

    document: int
    paragraph: int


class Pair(NamedTuple):
    """Two related paragraphs in short."""

    a: Place
    """The earlier one."""
    b: Place
    """The later one."""
    relation: Relation
    score: float
    """What the relation rests on: 1 for copies, else the resemblance, the containment of the smaller, or the probability
    of a restatement."""
    inner: Side | None
    """The side that stands in the other, where the relation has a direction."""


class Scores(NamedTuple):
    """Every score of a pair."""

    jaccard: float
    """Resemblance of the shingle sets, exact."""
    containment_a: float
    """Containment of the first paragraph's shingles in the second, exact."""
    containment_b: float
    """Containment of the second paragraph's shingles in the first, exact."""
    restated: float | None
    """The probability that one restates the other; none where nobody asked for restatements."""


class Mention(NamedTuple):
    """Words as they stand in a text."""

    text: str
    span: slice


class Exchange(NamedTuple):
    """Words of one side in place of words of the other.

    >>> from paradup import Detector
    >>> evidence = Detector().compare("Tips are £20 a shift.", "Tips are £40 a shift.").evidence
    >>> [(exchange.a.text, exchange.b.text, exchange.kind) for exchange in evidence.exchanges]
    [('20', '40', 'number')]
    """

    a: Mention | None
    b: Mention | None
    kind: FactKind | None
    """What kind of fact the two sides have otherwise, if any."""


class SharedRun(NamedTuple):
    """Words that stand on both sides."""

    a: slice
    b: slice


class SentencePair(NamedTuple):
    """A sentence of each paragraph, the first retold by the second."""

    a: slice
    b: slice


class Reasons(NamedTuple):
    """What the shorter of two paragraphs shares with the longer."""

    rare_shared: int
    rare: int
    in_order: int
    words: int


class Evidence(NamedTuple):
    """What a person needs to see to accept or refuse a finding.

    >>> from paradup import Detector
    >>> a, b = "The gate opens at nine, the café at ten.", "The gate opens at nine, the café at ten. Dogs wait outside."
    >>> b[Detector().compare(a, b).evidence.added[0]]
    'Dogs wait outside'
    """

    exchanges: tuple[Exchange, ...]
    shared: tuple[SharedRun, ...]
    added: tuple[slice, ...]
    """What the second side says and the first does not."""
    missing: tuple[slice, ...]
    """What the first side says and the second does not."""
    sentences: tuple[SentencePair, ...]
    """Sentences that correspond; for restatements only."""
    reasons: Reasons | None
    """Why the pair is held to be a restatement; only where none of the stronger relations holds."""
    why: str | None
    """The same in words, with what was exchanged where that lowered the probability.

    >>> from paradup import Detector
    >>> a = "Members of the harbour council may approve the first draft of the plan at the spring meeting."
    >>> b = "Members of the harbour council may reject the second draft of the plan at the spring meeting."
    >>> Detector().compare(a, b).evidence.why
    '7 of 9 rare words shared, 88 % of the words in order; exchanged "approve" for "reject", "first" for "second"'
    """

    @property
    def facts_differ(self) -> bool:
        """Whether an exchange is one of facts: alike in wording, not in what is said."""
        return any(exchange.kind is not None for exchange in self.exchanges)


class Finding(NamedTuple):
    """A redundant paragraph (`b`), the best of those that it repeats (`a`), how, and why."""

    a: Place
    b: Place
    relation: Relation
    score: float
    inner: Side | None
    scores: Scores
    evidence: Evidence
    others: tuple[Pair, ...]
    """The other earlier paragraphs that it repeats, the best first."""

    @property
    def pair(self) -> Pair:
        """The pair that this finding explains."""
        return Pair(self.a, self.b, self.relation, self.score, self.inner)


class Comparison(NamedTuple):
    """The comparison of two texts, related or not."""

    relation: Relation | None
    inner: Side | None
    scores: Scores
    evidence: Evidence


class Cluster(NamedTuple):
    """Paragraphs of which one can stand for all the others. Each member is related to the representative itself."""

    representative: Place
    members: tuple[Place, ...]


class Removal(NamedTuple):
    """A paragraph that can be left out, and the one that stays for it."""

    removed: Place
    representative: Place
    ground: Ground
    score: float


class Verdict(NamedTuple):
    """Whether one text could be left out for another."""

    ground: Ground | None
    """Why it can be left out; none where it stays."""
    lost: tuple[slice, ...]
    """What keeps it: sentences or words that would be lost. Empty where nothing would be, but the two are not related."""


class Match(NamedTuple):
    """A text of an index to which a text is related."""

    id: int
    """Under which it was inserted."""
    relation: Relation
    score: float
    """What the relation rests on: 1 for copies, else the resemblance."""
    scores: Scores
    """All scores: the text of the index is the first, the one that was asked for the second."""


class Answer(NamedTuple):
    """What an index answers to a text."""

    matches: tuple[Match, ...]
    """The best first: by score, and of equal scores by id."""
    verified: int
    """Texts whose shingles were held against those of the text."""
    is_cut_short: bool
    """Whether a query with a limit had to pass over some that met the text."""


class Counts(NamedTuple):
    """How much was looked at, and how much was found. Nothing is skipped without being counted here."""

    paragraphs: int
    ignored: int
    other_kinds: int
    short: int
    empty: int
    distinct: int
    near_candidates: int
    contained_candidates: int
    hot_shingles: int
    hot_paragraphs: int
    hot_candidates: int
    restated_scored: int
    restated_passed_over: int
    restated_too_long: int
    redundant: int
    identical: int
    reformatted: int
    near: int
    contained: int
    restated: int
    alike_passed_over: int
    stated_in: int
    facts_differ: int


class Retained(NamedTuple):
    """How many paragraphs stay though they are related to one that stays, by the first thing that would be lost."""

    numbers: int
    names: int
    negations: int
    obligations: int
    rare_words: int
    passages: int


class Paragraph(NamedTuple):
    """A paragraph of a document."""

    text: str
    """As a reader sees it: without markup."""
    kind: Kind
    span: slice
    """Where it stands in the document as it was given."""
    line: int
    """Its first line, from 1."""
    is_ignored: bool
    """Whether the document asks not to compare it."""


@dataclass(frozen=True)
class Report:
    """Everything a detector has to say; to go through it is to go through its findings.

    >>> from paradup import Detector
    >>> report = Detector().detect(["Same again.", "Other words.", "same again"])
    >>> [(finding.a.paragraph, finding.b.paragraph) for finding in report]
    [(0, 2)]
    >>> report.counts.distinct
    2
    """

    findings: tuple[Finding, ...]
    """One for each redundant paragraph, in the order of the texts."""
    clusters: tuple[Cluster, ...]
    """Groups of paragraphs of which one stands for all."""
    counts: Counts

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def pairs(self) -> list[Pair]:
        """All related pairs: for each redundant paragraph the one that its finding explains, then its others."""
        return [pair for finding in self.findings for pair in (finding.pair, *finding.others)]
