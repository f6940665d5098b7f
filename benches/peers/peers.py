"""rensa and datasketch on the paragraphs that the Rust program wrote; rows of the same table.

Each library is used as its documentation uses it: words by str.split, 3-grams joined by spaces,
128 rows, threshold 0.8, its own choice of bands. Neither verifies, so what is found is what the
index returns.
"""

import time
from importlib.metadata import version
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

HERE = Path(__file__).parent
THRESHOLD = 0.8
ROWS = 128


def shingles(text):
    words = text.lower().split()
    return {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}


def pairs(answers):
    return {(a, b) for a, others in enumerate(answers) for b in others if a < b}


def rensa_on_shingles(sets, bands):
    sketches = RMinHash.from_token_sets(sets, ROWS, 42)
    index = RMinHashLSH(THRESHOLD, ROWS, bands)
    index.insert_many(sketches)
    return pairs(index.query_all(sketches))


def rensa(texts, bands):
    return rensa_on_shingles([shingles(text) for text in texts], bands)


def datasketch(texts):
    index = MinHashLSH(threshold=THRESHOLD, num_perm=ROWS)
    sketches = []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=ROWS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        index.insert(number, sketch)
        sketches.append(sketch)
    return pairs(index.query(sketch) for sketch in sketches)


def show(library, near, count, find, runs=3):
    best = None
    for _ in range(runs):
        start = time.perf_counter()
        found = find()
        elapsed = time.perf_counter() - start
        best = elapsed if best is None else min(best, elapsed)
    right = len(found & near)
    recall, precision = right / max(len(near), 1), right / max(len(found), 1)
    print(
        f"| {library} | {best * 1e6 / count:.2f} | {len(found)} "
        f"| {recall:.4f} | {precision:.4f} |",
        flush=True,
    )


def main():
    texts = (HERE / "paragraphs.txt").read_text().split("\n")
    lines = (HERE / "pairs.txt").read_text().splitlines()
    near = {tuple(int(number) for number in line.split()) for line in lines}
    name, other = f"rensa {version('rensa')}", f"datasketch {version('datasketch')}"
    count = len(texts)
    sets = [shingles(text) for text in texts]
    show(f"{name}, 16 bands of 8", near, count, lambda: rensa(texts, 16))
    show(f"{name}, 32 bands of 4", near, count, lambda: rensa(texts, 32))
    show(
        f"{name}, 16 bands of 8, shingles ready-made",
        near,
        count,
        lambda: rensa_on_shingles(sets, 16),
    )
    show(f"{other}, its own bands", near, count, lambda: datasketch(texts), runs=1)


main()
