"""Rounds down the ranks.

A text stays if none of higher rank that stays is near to it, and else goes for the highest-ranked of those. Texts meet under the keys of
their bands. To hold all that meet against each other would take the square of a key that many have, so a round holds those
with a key against the first of them only, as many as keep its work within a bound. The first that have met all with whom they share a
key, and are near to none above them that may stay, stay; what is near to these goes, and what went asks only for better ones from then on.
The highest-ranked of all is always among the first: every round decides something. Which bound it is makes no difference to the result.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from paradup import _native
from paradup.spark._rows import with_texts, written
from paradup.spark._walk import Edge, walk

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

LOG = logging.getLogger("paradup.spark")

# Pairs that one key may make in the first round: all that meet under it, where those are not more than 180.
FIRST_PAIRS = 1 << 14
# A key that many have whom nobody stands for, as a template whose instances are far from each other, needs many rounds: each may do more
# than the one before, up to this.
MOST_PAIRS = 1 << 24
GROWTH = 8
# No more edges than one task holds in some hundred megabytes: then it decides all that can be decided, however long the chains are.
EDGES_IN_ONE_TASK = 1 << 19

MET = "removed bigint, representative bigint, score double"
DECIDED = "id bigint, best struct<place: bigint, id: bigint>, score double"


def gone(postings: DataFrame, texts: DataFrame, work: str, settings: dict[str, Any]) -> DataFrame:
    """Who goes, for whom, and with which resemblance.

    `postings` has the key, `id`, `place` among all (the less is kept first) and number of `shingles` of each text that shares the key
    with another.
    """
    from pyspark.sql import functions as F

    best = F.lit(None).cast("struct<place: bigint, id: bigint>").alias("best")
    postings = postings.select("key", "id", "place", "shingles", best)
    met: list[DataFrame] = []
    decided: list[DataFrame] = []
    pairs_per_key, number = FIRST_PAIRS, 0
    while True:
        number += 1
        open_now = written(_open(postings, pairs_per_key), work, f"round-{number}/open")
        if not open_now.where("best IS NULL").head(1):
            break
        met.append(written(_met(open_now, met, texts, settings), work, f"round-{number}/met"))
        edges = written(_edges(open_now, _all(met)), work, f"round-{number}/edges")
        found = edges.count()
        decisions = _walked(edges) if found <= EDGES_IN_ONE_TASK else _one_level(edges)
        decided.append(written(_with_unrelated(open_now, edges, decisions), work, f"round-{number}/decided"))
        LOG.info("round %d: %d pairs verified, %d edges", number, met[-1].count(), found)
        postings = _after(open_now, decided[-1])
        pairs_per_key = min(pairs_per_key * GROWTH, MOST_PAIRS)
    return _best(decided, postings)


def _all(parts: list[DataFrame]) -> DataFrame:
    return reduce(lambda one, other: one.union(other), parts)


def _open(postings: DataFrame, pairs_per_key: int) -> DataFrame:
    """The postings by which somebody may still go, or go for a better one, and whether each is one of the first under its key."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    with_key = Window.partitionBy("key")
    up_to_here = with_key.orderBy("place", "id").rowsBetween(Window.unboundedPreceding, Window.currentRow)
    may_stay = F.col("best").isNull()
    ranked = postings.select(
        "*",
        F.count("*").over(with_key).alias("texts"),
        F.min(F.when(may_stay, F.struct("place", "id"))).over(with_key).alias("highest"),
        F.sum(may_stay.cast("bigint")).over(up_to_here).alias("number"),
    )
    ranked = ranked.where("texts > 1 AND highest IS NOT NULL AND (best IS NULL OR highest < best)")
    firsts = F.greatest(F.lit(1), F.floor(F.lit(pairs_per_key) / F.col("texts")))
    is_first = may_stay & (F.col("number") <= firsts)
    return ranked.select("key", "id", "place", "shingles", "best", is_first.alias("is_first"))


def _met(open_now: DataFrame, before: list[DataFrame], texts: DataFrame, settings: dict[str, Any]) -> DataFrame:
    """The pairs that meet now and have not met before, with the resemblance of those that are near."""
    from pyspark.sql import functions as F

    first = open_now.where("is_first").select(
        "key", F.struct("place", "id").alias("above"), F.col("id").alias("representative"), F.col("shingles").alias("most")
    )
    pairs = open_now.join(first, "key").where("above < struct(place, id) AND (best IS NULL OR above < best)")
    # Sets of which one is so much smaller resemble each other less; the tolerance is far more than rounding comes to.
    pairs = pairs.where(F.expr(f"least(shingles, most) > {settings['near']!r}D * greatest(shingles, most) - 1e-6D"))
    pairs = pairs.select(F.col("id").alias("removed"), "representative").distinct()
    if before:
        pairs = pairs.join(_all(before), ["removed", "representative"], "left_anti")
    return with_texts(texts, pairs).mapInArrow(partial(_near, settings), MET)


def _near(settings: dict[str, Any], batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    bands = _native.Bands(**settings)
    for batch in batches:
        score = pyarrow.array(bands.near(batch["going"], batch["staying"]), pyarrow.float64())
        columns = {"removed": batch["removed"], "representative": batch["representative"], "score": score}
        yield pyarrow.RecordBatch.from_pydict(columns)


def _texts(open_now: DataFrame) -> DataFrame:
    """Each text with an open posting: its rank, and whether it waits, for it may meet others under some key."""
    from pyspark.sql import functions as F

    waits = F.max((F.col("best").isNull() & ~F.col("is_first")).cast("int")).cast("boolean").alias("waits")
    texts = open_now.groupBy("id").agg(F.first("place").alias("place"), F.first("best").alias("best"), waits)
    return texts.select("id", F.struct("place", "id").alias("rank"), "best", "waits")


def _edges(open_now: DataFrame, met: DataFrame) -> DataFrame:
    """The near pairs of those that are open, of which the higher-ranked may stay."""
    from pyspark.sql import functions as F

    texts = _texts(open_now)
    above = texts.where("best IS NULL").select(
        F.col("id").alias("representative"), F.col("rank").alias("above"), F.col("waits").alias("above_waits")
    )
    near = met.where("score IS NOT NULL").withColumnRenamed("removed", "id")
    edges = near.join(texts, "id").join(above, "representative").where("best IS NULL OR above < best")
    return edges.select("id", "rank", "best", "waits", "above", "above_waits", "score")


def _walked(edges: DataFrame) -> DataFrame:
    return edges.repartition(1).mapInArrow(_walk, DECIDED)


def _walk(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    edges: list[Edge] = []
    for batch in batches:
        ranks = [
            zip(batch[name].field("place").to_pylist(), batch[name].field("id").to_pylist()) for name in ("rank", "above")
        ]
        best = [one and (one["place"], one["id"]) for one in batch["best"].to_pylist()]
        waits, above_waits, score = (batch[name].to_pylist() for name in ("waits", "above_waits", "score"))
        edges += map(Edge._make, zip(ranks[0], best, waits, ranks[1], above_waits, score))
    decisions = list(walk(edges))
    rank = pyarrow.struct([("place", pyarrow.int64()), ("id", pyarrow.int64())])
    best = [one.best and {"place": one.best[0], "id": one.best[1]} for one in decisions]
    columns = {
        "id": pyarrow.array([one.id for one in decisions], pyarrow.int64()),
        "best": pyarrow.array(best, rank),
        "score": pyarrow.array([one.score for one in decisions], pyarrow.float64()),
    }
    yield pyarrow.RecordBatch.from_pydict(columns)


def _one_level(edges: DataFrame) -> DataFrame:
    """What is decided by those that have nobody above them."""
    from pyspark.sql import functions as F

    highest = edges.where("NOT above_waits").select("above").distinct()
    highest = highest.join(edges.select(F.col("rank").alias("above")), "above", "left_anti")
    stay = highest.select("above.id", F.lit(None).cast("struct<place: bigint, id: bigint>").alias("best"))
    found = edges.join(highest, "above").groupBy("id").agg(F.min(F.struct("above", "score")).alias("found"))
    go = found.select("id", F.col("found.above").alias("best"), F.col("found.score").alias("score"))
    return stay.withColumn("score", F.lit(None).cast("double")).union(go)


def _with_unrelated(open_now: DataFrame, edges: DataFrame, decisions: DataFrame) -> DataFrame:
    """Adds those that have met all, and are near to none of them: they stay."""
    from pyspark.sql import functions as F

    related = edges.select("id").union(edges.select("above.id"))
    alone = _texts(open_now).where("best IS NULL AND NOT waits").join(related, "id", "left_anti")
    alone = alone.select("id", F.lit(None).cast("struct<place: bigint, id: bigint>").alias("best"), F.lit(None).cast("double").alias("score"))
    return decisions.union(alone)


def _after(open_now: DataFrame, decided: DataFrame) -> DataFrame:
    """The postings of those that do not stay, with whom they go for now."""
    from pyspark.sql import functions as F

    now = decided.select("id", F.col("best").alias("now"), F.lit(True).alias("is_decided"))
    after = open_now.join(now, "id", "left").where("is_decided IS NULL OR now IS NOT NULL")
    return after.select("key", "id", "place", "shingles", F.coalesce("now", "best").alias("best"))


def _best(decided: list[DataFrame], postings: DataFrame) -> DataFrame:
    """The last decision on each that goes, which is the best."""
    from pyspark.sql import functions as F

    if not decided:
        none = "cast(null AS bigint) AS removed", "cast(null AS bigint) AS representative", "cast(null AS double) AS score"
        return postings.where("false").selectExpr(*none)
    gone = _all(decided).where("best IS NOT NULL").groupBy("id").agg(F.min(F.struct("best", "score")).alias("found"))
    return gone.select(F.col("id").alias("removed"), F.col("found.best.id").alias("representative"), F.col("found.score").alias("score"))
