"""Whether Spark removes what one process removes: python equal.py ROWS.jsonl [--rows N] [--may-lose anything] [--master sail]

Rows are JSON objects with a `text`. They are shuffled, and cut into 1, 2 and 8 partitions.
"""

import json
import logging
import random
import tempfile
import time
from argparse import ArgumentParser
from itertools import islice

import pyarrow
import pyarrow.parquet
from pyspark.sql import SparkSession

from paradup import Detector
from paradup.spark import dedup

parser = ArgumentParser()
parser.add_argument("file")
parser.add_argument("--rows", type=int)
parser.add_argument("--may-lose", choices=["nothing", "anything"], default="nothing")
parser.add_argument("--keep", choices=["longest", "first"], default="longest")
parser.add_argument("--master", default="local[2]", help="of Spark, or sail")
options = parser.parse_args()
logging.basicConfig(format="  %(message)s")
logging.getLogger("paradup.spark").setLevel(logging.INFO)

if options.master == "sail":
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(port=0)
    server.start(background=True)
    spark = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
else:
    spark = SparkSession.builder.master(options.master).getOrCreate()

with open(options.file, encoding="utf-8") as file:
    rows = [(number, json.loads(line)["text"]) for number, line in enumerate(islice(file, options.rows))]
settings = {"engine": "lsh", "relations": ("identical", "reformatted", "near")} if options.may_lose == "anything" else {}
detector = Detector(keep=options.keep, may_lose=options.may_lose, **settings)
removals = detector.removals(text for _, text in rows)
expected = [(one.removed.paragraph, one.representative.paragraph, one.ground, one.score) for one in removals]
print(f"{len(rows)} rows, of which one process removes {len(expected)}")
for partitions in (1, 2, 8):
    random.Random(partitions).shuffle(rows)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        pyarrow.parquet.write_table(pyarrow.table(dict(zip(("id", "text"), zip(*rows)))), f"{work}/rows.parquet")
        df = spark.read.parquet(f"{work}/rows.parquet").repartition(partitions)
        found = sorted(map(tuple, dedup(df, work=work, keep=options.keep, may_lose=options.may_lose).collect()))
    seconds = time.perf_counter() - start
    print(f"{partitions} partitions: {'equal' if found == expected else 'different'}, {seconds:.1f} s")
