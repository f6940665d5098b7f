"""Removes redundant rows from Parquet or JSON Lines on a cluster.

    spark-submit .../paradup/spark/submit.py IN... --output OUT --work FOLDER [--removed FOLDER] [--may-lose anything]

`paradup` has to be installed on the workers. The rows that stay are written in the format that they come in.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paradup.spark import dedup, kept

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def arguments(given: Sequence[str] | None = None) -> Namespace:
    parser = ArgumentParser(prog="submit.py", description="Removes redundant rows on a cluster.")
    parser.add_argument("input", nargs="+", help="Parquet files, or .jsonl or .json files of one row a line; folders of them; all of one format")
    parser.add_argument("--output", required=True, help="where the rows that stay are written; must not exist")
    parser.add_argument("--work", required=True, help="a folder that all workers reach, for what is written between the steps")
    parser.add_argument("--removed", help="where the removals are written, as Parquet")
    parser.add_argument("--format", choices=["parquet", "json"], default="parquet", help="of input and output (default: %(default)s)")
    parser.add_argument("--text", default="text", help="the column of texts (default: %(default)s)")
    parser.add_argument("--id", default="id", help="the column of whole numbers that order the rows (default: %(default)s)")
    parser.add_argument("--keep", choices=["longest", "first"], default="longest", help="which of several texts stays (default: %(default)s)")
    parser.add_argument("--may-lose", choices=["nothing", "anything"], default="nothing", help="what removals may lose (default: %(default)s)")
    parser.add_argument("--near", type=float, default=0.7, help="the least resemblance, where anything may be lost (default: %(default)s)")
    return parser.parse_args(given)


def run(spark: SparkSession, options: Namespace) -> None:
    """Writes the rows that stay, and the removals first: what is read twice is computed once."""
    rows: DataFrame = spark.read.format(options.format).load(options.input)
    found = dedup(
        rows, options.text, options.id, work=options.work, keep=options.keep, may_lose=options.may_lose, near=options.near
    )
    removed = options.removed or f"{options.work}/removed"
    found.write.mode("overwrite").parquet(removed)
    removals = spark.read.schema(found.schema).parquet(removed)
    kept(rows, removals, options.id).write.format(options.format).save(options.output)


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    options = arguments()
    run(SparkSession.builder.appName("paradup").getOrCreate(), options)
