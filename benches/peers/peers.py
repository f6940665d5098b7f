"""rensa and datasketch on the paragraphs that the Rust program wrote; rows of the same table.

Each library is used in the fast way that its documentation gives: batches, and for datasketch a
quick hash in place of SHA-1. 128 rows, threshold 0.8. Neither verifies, so what is found is what
the index returns.
"""

import time
from importlib.metadata import version
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
from xxhash import xxh32_intdigest

HERE = Path(__file__).parent
THRESHOLD = 0.8
ROWS = 128
SEED = 42
RUNS = 3


def shingles(text):
    """Words of three, joined. Both libraries take one that stands twice as one."""
    words = text.lower().split()
    return [*map(" ".join, zip(words, words[1:], words[2:]))]


def pairs(answers):
    return {(a, b) for a, others in enumerate(answers) for b in others if a < b}


def rensa(shingled, bands):
    sketches = RMinHash.from_token_sets(shingled, ROWS, SEED)
    index = RMinHashLSH(THRESHOLD, ROWS, bands)
    index.insert_many(sketches)
    return pairs(index.query_all(sketches))


def rensa_flags(shingled, bands):
    """The paragraphs that share a band with any other: its quickest way, which says not with which."""
    matrix = RMinHash.digest_matrix_from_token_sets_rho(shingled, ROWS, SEED)
    flags = RMinHashLSH(THRESHOLD, ROWS, bands).query_duplicate_flags_matrix_one_shot(matrix)
    return {number for number, flag in enumerate(flags) if flag}


def datasketch(shingled):
    encoded = ([shingle.encode() for shingle in one] for one in shingled)
    sketches = MinHash.bulk(encoded, num_perm=ROWS, hashfunc=xxh32_intdigest)
    index = MinHashLSH(threshold=THRESHOLD, num_perm=ROWS)
    with index.insertion_session() as session:
        for number, sketch in enumerate(sketches):
            session.insert(number, sketch, check_duplication=False)
    return pairs(index.query(sketch) for sketch in sketches)


def best(find):
    """The shortest time of all runs, and what was found."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        found = find()
        times.append(time.process_time() - start)
    return min(times), found


def show(library, count, true, find):
    seconds, found = best(find)
    right = len(found & true)
    recall, precision = right / max(len(true), 1), right / max(len(found), 1)
    print(
        f"| {library} | {seconds * 1e6 / count:.2f} | {len(found)} "
        f"| {recall:.4f} | {precision:.4f} |",
        flush=True,
    )


def main():
    texts = (HERE / "paragraphs.txt").read_text().split("\n")
    lines = (HERE / "pairs.txt").read_text().splitlines()
    near = {tuple(int(number) for number in line.split()) for line in lines}
    in_pairs = {number for pair in near for number in pair}
    name, other = f"rensa {version('rensa')}", f"datasketch {version('datasketch')}"
    count = len(texts)
    ready = [shingles(text) for text in texts]

    def shingled():
        return [shingles(text) for text in texts]

    show(f"{name}, 16 bands of 8", count, near, lambda: rensa(shingled(), 16))
    show(f"{name}, 32 bands of 4", count, near, lambda: rensa(shingled(), 32))
    show(f"{name}, 16 bands of 8, shingles ready-made", count, near, lambda: rensa(ready, 16))
    show(
        f"{name}, rho, 16 bands of 8, paragraphs alone, shingles ready-made",
        count,
        in_pairs,
        lambda: rensa_flags(ready, 16),
    )
    show(f"{other}, its own bands", count, near, lambda: datasketch(shingled()))


main()
