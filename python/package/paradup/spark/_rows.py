"""Rows of a caller, as all policies read them, and what is written between the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from paradup import Detector

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

JUDGED = "removed bigint, representative bigint, ground string"


def rows_of(df: DataFrame, text: str, id: str) -> DataFrame:
    """The columns `id` and `text`; a missing text is an empty one."""
    from pyspark.sql import functions as F

    kinds = dict(df.dtypes)
    for column, expected in ((text, ("string",)), (id, ("tinyint", "smallint", "int", "bigint"))):
        if kinds.get(column) not in expected:
            found = kinds.get(column, "no such column")
            raise ValueError(f"{column}: expected a column of {' or '.join(expected)}, found {found}")
    return df.select(F.col(id).cast("bigint").alias("id"), F.coalesce(F.col(text), F.lit("")).alias("text"))


def written(df: DataFrame, work: str, name: str) -> DataFrame:
    """The same, written as Parquet and read again: computed once, also where a worker is lost."""
    path = f"{work}/{name}"
    df.write.mode("overwrite").parquet(path)
    # Where nothing is written some engines would know no columns.
    return df.sparkSession.read.schema(df.schema).parquet(path)


def refuse_repeated(read: DataFrame) -> None:
    from pyspark.sql import functions as F

    repeated = read.groupBy("id").agg(F.count("*").alias("rows")).where("id IS NULL OR rows > 1").head(1)
    if repeated:
        raise ValueError(f"id: expected a number of its own for each row, found {repeated[0]['id']} in {repeated[0]['rows']}")


def with_texts(rows: DataFrame, pairs: DataFrame) -> DataFrame:
    """Pairs of `removed` and `representative` with their texts, `going` and `staying`."""
    from pyspark.sql import functions as F

    going = rows.select(F.col("id").alias("removed"), F.col("text").alias("going"))
    staying = rows.select(F.col("id").alias("representative"), F.col("text").alias("staying"))
    return pairs.join(going, "removed").join(staying, "representative")


def judged(rows: DataFrame, pairs: DataFrame, **settings: Any) -> DataFrame:
    """The pairs with the ground on which the one may go for the other under a detector's settings; none where it may not after all."""
    return with_texts(rows, pairs).mapInArrow(partial(_judge, settings), JUDGED)


def _judge(settings: dict[str, Any], batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    detector = Detector(**settings)
    for batch in batches:
        pairs = zip(batch["going"].to_pylist(), batch["staying"].to_pylist())
        ground = pyarrow.array([detector.judge(going, staying).ground for going, staying in pairs], pyarrow.string())
        columns = {"removed": batch["removed"], "representative": batch["representative"], "ground": ground}
        yield pyarrow.RecordBatch.from_pydict(columns)
