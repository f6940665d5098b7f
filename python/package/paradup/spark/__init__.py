"""Removals on Spark, equal to those of one process row for row. Needs pyspark 3.5 or later, and this package on the workers.

What a text states, under which keys it is looked for, and whether it may go for another, is computed by the package (`mapInArrow`);
all grouping and joining is Spark's own. Nothing is collected on the driver.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from paradup import _native
from paradup._names import Keep, Marks, MayLose, Relation, ShingleUnit
from paradup.spark import _anything, _nothing
from paradup.spark._rows import rows_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["dedup", "kept"]


def dedup(
    df: DataFrame,
    text: str = "text",
    id: str = "id",
    *,
    work: str,
    keep: Keep = "longest",
    may_lose: MayLose = "nothing",
    near: float = 0.7,
    recall: float = 0.999,
    shingling: tuple[ShingleUnit, int] = ("words", 3),
    num_perm: int = 128,
    marks: Marks = "keep",
    relations: Sequence[Relation] = _anything.RELATIONS,
) -> DataFrame:
    """Which rows can be left out: a row of `removed` and `representative`, ids both, `ground` and `score` for each.

    Equal to :meth:`Detector.removals` of the texts in ascending order of their ids, whatever the partitions are: under "nothing" to those of
    the same settings, under "anything" to those of the engine "lsh" and these relations. `id` names a column of whole numbers, no
    two of them equal; a missing text is an empty one. `df` is read several times: what is costly to compute is better written first.

    `near` and what follows it are settings of signatures, and play no part where nothing may be lost. Policies and relations that need the
    whole collection in one place, "wording" and "restated", are refused.

    `work` is a folder that all workers reach. What several joins read is written there as Parquet, so that it is computed once, and need
    not be computed again where a worker is lost; what an earlier run has left there is overwritten. It can go once the removals
    are written elsewhere. Under "anything" there are rounds, of which the logger "paradup.spark" tells.
    """
    _refuse(keep, may_lose, relations)
    settings: dict[str, Any] = dict(near=near, recall=recall, shingling=shingling, num_perm=num_perm, marks=marks)
    # Wrong settings are refused before anything is read.
    _native.Bands(**settings)
    rows = rows_of(df, text, id)
    if may_lose == "nothing":
        return _nothing.removals(rows, work, keep)
    return _anything.removals(rows, work, keep, settings)


def kept(df: DataFrame, removals: DataFrame, id: str = "id") -> DataFrame:
    """The rows that stay."""
    return df.join(removals, df[id] == removals["removed"], "left_anti")


def _refuse(keep: Keep, may_lose: MayLose, relations: Sequence[Relation]) -> None:
    if keep not in ("longest", "first"):
        raise ValueError(f"keep: expected longest or first, found {keep}")
    if may_lose not in ("nothing", "anything"):
        why = "; which words tell is known of a whole collection only" if may_lose == "wording" else ""
        raise ValueError(f"may_lose: expected nothing or anything, found {may_lose}{why}")
    if set(relations) != set(_anything.RELATIONS):
        found = ", ".join(relations) or "none"
        raise ValueError(f"relations: expected {', '.join(_anything.RELATIONS)}, all that Spark finds, found {found}")
