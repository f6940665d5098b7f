"""Keeps the first row of all that share a band: whole_rensa.py IN OUT."""

import json
import sys

from rensa import RMinHash, RMinHashLSH


def shingles(text):
    words = text.lower().split()
    return [*map(" ".join, zip(words, words[1:], words[2:]))]


def main(source, target):
    with open(source) as file:
        rows = file.readlines()
    sketches = RMinHash.from_token_sets([shingles(json.loads(row)["text"]) for row in rows], 128, 42)
    index = RMinHashLSH(0.8, 128, 16)
    index.insert_many(sketches)
    answers = index.query_all(sketches)
    with open(target, "w") as file:
        file.writelines(row for n, row in enumerate(rows) if min(answers[n], default=n) >= n)


main(*sys.argv[1:])
