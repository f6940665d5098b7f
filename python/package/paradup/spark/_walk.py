"""Down the ranks: who stays, and who goes for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

Rank: TypeAlias = tuple[int, int]
"""Where a text stands among all, and its id: the less is kept rather."""


class Edge(NamedTuple):
    """A text, and one of higher rank that it is near to and that may stay."""

    rank: Rank
    best: Rank | None
    """For whom the text goes as far as is known."""
    waits: bool
    """Whether the text has not met all that it shares a band with."""
    above: Rank
    above_waits: bool
    score: float


class Decision(NamedTuple):
    """What is known of a text now: that it stays, or for whom it goes."""

    id: int
    best: Rank | None
    score: float | None


def walk(edges: list[Edge]) -> Iterator[Decision]:
    """Decides what can be decided. A text of higher rank that itself has an edge upwards is decided before."""
    above: dict[Rank, list[Edge]] = {}
    waits: dict[Rank, bool] = {}
    best: dict[Rank, Rank] = {}
    for edge in edges:
        above.setdefault(edge.rank, []).append(edge)
        waits[edge.rank] = edge.waits
        waits[edge.above] = edge.above_waits
        if edge.best is not None:
            best[edge.rank] = edge.best
    stays: set[Rank] = set()
    undecided: set[Rank] = set()
    for rank in sorted(waits):
        mine = above.get(rank, [])
        found = min((edge for edge in mine if edge.above in stays), key=lambda edge: edge.above, default=None)
        if found is not None and (rank not in best or found.above < best[rank]):
            yield Decision(rank[1], found.above, found.score)
        elif rank in best:
            continue
        elif waits[rank] or any(edge.above in undecided for edge in mine):
            undecided.add(rank)
        else:
            stays.add(rank)
            yield Decision(rank[1], None, None)
