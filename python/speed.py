"""How long the package takes beside the crate: CPU seconds, on one thread, the least of several rounds in turn.

    python speed.py ROWS.jsonl [ROWS [ROUNDS]]

Needs the package, built with `--release`, pyarrow, and Linux.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path

import pyarrow

from paradup import Detector

HERE = Path(__file__).parent
BUILD = ["cargo", "build", "--release", "--quiet", "--example", "speed"]


def texts(path, rows):
    with open(path) as lines:
        return [json.loads(line)["text"].replace("\0", " ") for line in islice(lines, rows)]


def crate(path):
    """What the crate takes for each call."""
    program = HERE / "target/release/examples/speed"
    printed = subprocess.run([program, path], check=True, capture_output=True, text=True).stdout
    return [(call, float(seconds)) for call, seconds in map(str.split, printed.splitlines())]


def timed(call, texts):
    start = time.process_time()
    call(texts)
    return time.process_time() - start


def main(path, rows=100_000, rounds=5):
    subprocess.run(BUILD, cwd=HERE, check=True)
    listed = texts(path, int(rows))
    column, detector, seconds = pyarrow.array(listed), Detector(), defaultdict(list)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("\0".join(listed))
        file.flush()
        for _ in range(int(rounds)):
            for call, taken in crate(file.name):
                seconds[call, "crate"].append(taken)
                seconds[call, "column of Arrow"].append(timed(getattr(detector, call), column))
                seconds[call, "list of str"].append(timed(getattr(detector, call), listed))
    for (call, source), taken in seconds.items():
        times = min(taken) / min(seconds[call, "crate"])
        print(f"{call:10}{source:18}{min(taken):8.3f} s {times:6.2f} times the crate")


if __name__ == "__main__":
    main(*sys.argv[1:])
