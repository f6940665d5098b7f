"""What others do on Spark, to hold costs against: spark-submit minhash.py ROWS.parquet --output KEPT.parquet

The method of text-dedup's script for Spark, in words of our own: MinHash in numpy from five-word shingles, a row for each band of each text, a group for
each key of a band, an edge from each text of a group to its least, and of each component one stays. Nothing is verified. Here one
task finds the components, by union and find, where that script has rounds of GraphFrames: that makes this cheaper, not dearer.
"""

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator

import numpy
import xxhash
from pyspark.sql import SparkSession

PRIME = numpy.uint64(4_294_967_291)
# The bands that text-dedup comes to for 250 permutations at .7.
BANDS, ROWS = 25, 10
NOT_WORDS = re.compile(r"\W+")
SHINGLE = 5


def multipliers() -> tuple[numpy.ndarray, numpy.ndarray]:
    draw = numpy.random.RandomState(42)
    return tuple(draw.randint(low, int(PRIME), size=BANDS * ROWS, dtype=numpy.uint64) for low in (1, 0))


def keys_of(rows: Iterable) -> Iterator[tuple[tuple[int, bytes], int]]:
    factors, terms = multipliers()
    for id, text in rows:
        words = NOT_WORDS.split(text.lower())
        if len(words) < SHINGLE:
            continue
        shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
        hashes = numpy.array([xxhash.xxh32_intdigest(shingle.encode()) for shingle in shingles], dtype=numpy.uint64)
        least = ((numpy.outer(hashes, factors) + terms) % PRIME).min(axis=0).astype(numpy.uint32)
        for band in range(BANDS):
            yield (band, least[band * ROWS : (band + 1) * ROWS].tobytes()), id


def edges_of(group: tuple[tuple[int, bytes], Iterable[int]]) -> list[tuple[int, int]]:
    ids = list(group[1])
    least = min(ids)
    return [(id, least) for id in ids if id != least]


def gone(edges: Iterable[tuple[int, int]]) -> Iterator[tuple[int]]:
    above: dict[int, int] = {}

    def root(id: int) -> int:
        while (next := above.setdefault(id, id)) != id:
            above[id] = above.setdefault(next, next)
            id = next
        return id

    for one, other in edges:
        one, other = sorted((root(one), root(other)))
        above[other] = one
    return ((id,) for id in above if root(id) != id)


parser = ArgumentParser()
parser.add_argument("input")
parser.add_argument("--output", required=True)
options = parser.parse_args()
spark = SparkSession.builder.appName("minhash").getOrCreate()
rows = spark.read.parquet(options.input)
edges = rows.select("id", "text").rdd.mapPartitions(keys_of).groupByKey().flatMap(edges_of).distinct()
removed = spark.createDataFrame(edges.coalesce(1).mapPartitions(gone), "id bigint")
rows.join(removed, "id", "left_anti").write.mode("overwrite").parquet(options.output)
