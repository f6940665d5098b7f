"""By similarity alone: the keys of bands are what is joined on, as the engine "lsh" has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from paradup import _native
from paradup._names import Keep, Relation
from paradup.spark._rounds import gone
from paradup.spark._rows import judged, refuse_repeated, written

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

RELATIONS: tuple[Relation, ...] = ("identical", "reformatted", "near")
KEYED = "id bigint, words bigint, shingles bigint, canonical string, written string, keys array<bigint>"


def removals(rows: DataFrame, work: str, keep: Keep, settings: dict[str, Any]) -> DataFrame:
    """The removals, for which `rows` is read four times."""
    from pyspark.sql import functions as F

    keyed = rows.mapInArrow(partial(_keys, settings), KEYED)
    # Digests of 256 bits: what has the same is the same.
    digests = (F.sha2(name, 256).alias(name) for name in ("canonical", "written"))
    read = written(keyed.select("id", "words", "shingles", *digests, "keys"), work, "read")
    refuse_repeated(read)
    firsts, copies = _copies(read)
    copies = written(copies, work, "copies")
    postings = written(_postings(firsts, keep), work, "postings")
    texts = written(rows.join(postings.select("id").distinct(), "id", "left_semi"), work, "texts")
    near = written(gone(postings, texts, work, settings), work, "gone")
    return _with_copies(near, copies, rows, settings)


def _keys(settings: dict[str, Any], batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    bands = _native.Bands(**settings)
    for batch in batches:
        for keys in pyarrow.table(bands.keys(batch["text"])).to_batches():
            yield pyarrow.RecordBatch.from_arrays([batch["id"], *keys.columns], ["id", *keys.schema.names])


def _copies(read: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The first with each canonical text, and the others, each with its first and whether it is written the same. Those with one canonical text
    have as many words, so that the first is first to be kept by every rule. What has no words is nobody's copy."""
    from pyspark.sql import functions as F

    speaking = read.where("words > 0")
    by_text = speaking.groupBy("canonical").agg(F.min(F.struct("id", "written")).alias("first"))
    firsts = speaking.join(by_text.select("first.id"), "id", "left_semi")
    copies = speaking.join(by_text, "canonical").where("id <> first.id")
    return firsts, copies.select("id", F.col("first.id").alias("first"), F.expr("written = first.written").alias("is_identical"))


def _postings(firsts: DataFrame, keep: Keep) -> DataFrame:
    """A row for each key of each text that another has too."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    place = -F.col("words") if keep == "longest" else F.lit(0).cast("bigint")
    all_keys = firsts.select(F.explode("keys").alias("key"), "id", place.alias("place"), "shingles")
    counted = all_keys.withColumn("texts", F.count("*").over(Window.partitionBy("key")))
    return counted.where("texts > 1").drop("texts")


def _with_copies(near: DataFrame, copies: DataFrame, rows: DataFrame, settings: dict[str, Any]) -> DataFrame:
    """Adds the copies: they go as their first does, or for it."""
    from pyspark.sql import functions as F

    near = near.select("removed", "representative", F.lit("near").alias("ground"), "score")
    first = near.select(F.col("removed").alias("first"), "representative", "ground", "score")
    going = copies.join(first, "first").select(F.col("id").alias("removed"), "representative", "ground", "score")
    staying = copies.join(first.select("first"), "first", "left_anti")
    staying = staying.select(F.col("id").alias("removed"), F.col("first").alias("representative"), "is_identical")
    identical = staying.where("is_identical").withColumn("ground", F.lit("identical")).drop("is_identical")
    # Form forgets values and operators: what does not say the same is only near.
    others = staying.where("NOT is_identical").select("removed", "representative")
    others = judged(rows, others, may_lose="anything", engine="lsh", relations=RELATIONS, **settings)
    one = F.lit(1.0).alias("score")
    return near.union(going).union(identical.select("*", one)).union(others.select("*", one))
