"""Where nothing may be lost: sentences are what is joined on. No rounds, for to have all the sentences of a text in one run is transitive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from paradup import Detector
from paradup._names import Keep
from paradup.spark._rows import judged, refuse_repeated, written

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame

READ = (
    "id bigint, copy string, words bigint, may_stand_in boolean, keys array<bigint>, begins array<bigint>, "
    "places array<bigint>, readings array<bigint>"
)


def removals(rows: DataFrame, work: str, keep: Keep) -> DataFrame:
    """The removals, for which `rows` is read three times."""
    from pyspark.sql import functions as F

    # A digest of 256 bits: texts that have the same are the same.
    read = written(rows.withColumn("copy", F.sha2("text", 256)).mapInArrow(_read, READ), work, "read")
    refuse_repeated(read)
    firsts, copies = _copies(read)
    said = written(_resolved(firsts).withColumn("rank", _rank(keep)), work, "said")
    leaders, members = _classes(said)
    leaders = written(leaders, work, "leaders")
    held = judged(rows, _containers(leaders))
    same = judged(rows, members)
    return _with_copies(_stood_for(written(held, work, "held"), same), copies).withColumn("score", F.lit(1.0))


def _read(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    detector = Detector()._native
    for batch in batches:
        [read] = pyarrow.table(detector.statements(batch["text"])).to_batches()
        columns = [batch["id"], batch["copy"], *read.columns]
        yield pyarrow.RecordBatch.from_arrays(columns, ["id", "copy", *read.schema.names])


def _copies(read: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The first of each text, and the others, each with its first. What has no words is nobody's copy."""
    from pyspark.sql import functions as F

    speaking = read.where("size(keys) > 0")
    by_copy = speaking.groupBy("copy").agg(F.min("id").alias("first"))
    firsts = speaking.join(by_copy.select(F.col("first").alias("id")), "id", "left_semi")
    copies = speaking.select("id", "copy").join(by_copy, "copy").where("id <> first").select("id", "first")
    return firsts, copies


def _resolved(firsts: DataFrame) -> DataFrame:
    """Gives a sentence that can be read in several ways the key of the one that some other sentence has too."""
    from pyspark.sql import functions as F

    torn = firsts.select("id", "keys", F.explode(F.arrays_zip("places", "readings")).alias("one"))
    torn = torn.select("id", "keys", F.col("one.places").alias("places"), F.col("one.readings").alias("reading"))
    torn = torn.select("id", "places", "reading", F.expr("element_at(keys, int(places) + 1)").alias("form"))
    written = firsts.select(F.explode("keys").alias("form"))
    read_so = torn.select(F.col("reading").alias("form")).distinct()
    plain = written.join(read_so, "form", "left_semi").select(F.col("form").alias("reading"), "form")
    forms = torn.select("reading", "form").union(plain).groupBy("reading").agg(F.countDistinct("form").alias("forms"))
    shared = torn.join(forms.where("forms > 1"), "reading", "left_semi")
    ways = shared.groupBy("id", "places").agg(F.countDistinct("reading").alias("ways"), F.min("reading").alias("reading"))
    chosen = F.map_from_entries(F.collect_list(F.struct("places", "reading"))).alias("chosen")
    chosen_by_id = ways.where("ways = 1").groupBy("id").agg(chosen)
    key = F.expr("transform(keys, (key, place) -> coalesce(try_element_at(chosen, cast(place AS bigint)), key))")
    return firsts.join(chosen_by_id, "id", "left").withColumn("keys", key).drop("chosen", "places", "readings", "copy")


def _rank(keep: Keep) -> Column:
    """The less is kept first."""
    from pyspark.sql import functions as F

    words = -F.col("words") if keep == "longest" else F.lit(0).cast("bigint")
    return F.struct(words.alias("words"), F.col("id").alias("id"))


def _classes(said: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The first to be kept of those that say the same, and the others, each with its leader."""
    from pyspark.sql import functions as F

    classes = said.groupBy("keys").agg(F.min("rank").alias("first"))
    leaders = said.join(classes.select(F.col("first.id").alias("id")), "id", "left_semi")
    members = said.select("id", "keys").join(classes, "keys").where("id <> first.id")
    return leaders, members.select(F.col("id").alias("removed"), F.col("first.id").alias("representative"))


def _containers(leaders: DataFrame) -> DataFrame:
    """For each leader the first to be kept of those that have its keys in one run, and more besides.

    It is looked up under its rarest key. Where it would begin in whoever has that key is known, and so is how long it is: what stands
    there is joined with those that ask for it, so that pairs are made of these only.
    """
    from pyspark.sql import functions as F

    places = leaders.select("id", "may_stand_in", F.size("keys").alias("length"), F.posexplode("keys").alias("place", "key"))
    counts = places.groupBy("key").agg(F.count("*").alias("count")).where("count > 1")
    common = places.join(counts, "key")
    rarest = F.min(F.struct("count", "place", "key")).alias("rarest")
    asking = common.where("may_stand_in").groupBy("id", "length").agg(rarest, F.count("*").alias("common"))
    asking = asking.where("common = length").select("id", "length", "rarest.key", F.col("rarest.place").alias("before"))
    shapes = asking.select("key", "before", F.col("length").alias("run")).distinct()
    held = places.join(shapes, "key").where("place >= before AND place - before + run < length + 1 AND run < length")
    held = held.select("id", "run", (F.col("place") - F.col("before") + 1).alias("start")).distinct()
    held = held.join(leaders.select("id", "keys", "begins", F.col("rank").alias("above")), "id")
    held = held.where("start = 1 OR element_at(begins, int(start)) = 1")
    held = held.select(F.expr("slice(keys, start, run)").alias("keys"), "above")
    asking = leaders.join(asking.select("id"), "id", "left_semi").select("id", "keys", "rank")
    found = asking.join(held, "keys").where("above < rank").groupBy("id").agg(F.min("above").alias("above"))
    return found.select(F.col("id").alias("removed"), F.col("above.id").alias("representative"))


def _stood_for(held: DataFrame, same: DataFrame) -> DataFrame:
    """The removals that hold: leaders for their containers, and members for whoever stands for their leader."""
    from pyspark.sql import functions as F

    leaders = held.where("ground IS NOT NULL")
    stands = held.select(
        F.col("removed").alias("leader"), F.col("representative").alias("container"), F.col("ground").alias("proven")
    )
    members = same.where("ground IS NOT NULL").withColumnRenamed("representative", "leader")
    members = members.join(stands, "leader", "left").where("container IS NULL OR proven IS NOT NULL")
    stayer = F.coalesce("container", "leader").alias("representative")
    return leaders.union(members.select("removed", stayer, F.coalesce("proven", "ground").alias("ground")))


def _with_copies(removals: DataFrame, copies: DataFrame) -> DataFrame:
    """Adds the other copies of each text, which go as the first does, or for it."""
    from pyspark.sql import functions as F

    first = removals.withColumnRenamed("removed", "first")
    others = copies.join(first, "first", "left").select(
        F.col("id").alias("removed"),
        F.coalesce("representative", "first").alias("representative"),
        F.coalesce("ground", F.lit("identical")).alias("ground"),
    )
    return removals.union(others)
