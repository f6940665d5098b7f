"""Runs each program once on whole/rows.jsonl and prints a Markdown table."""

import gzip
import json
import os
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).parent.resolve()
WHOLE = HERE / "whole"
INPUT = WHOLE / "rows.jsonl"
PARADUP = HERE.parents[1] / "target/release/paradup"


def measured(command, directory):
    """CPU seconds, wall seconds and peak megabytes of one process and what it started."""
    start = time.perf_counter()
    with open(directory / "log", "w") as log:
        process = subprocess.Popen(command, cwd=directory, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    return process.returncode, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def lines(path):
    with open(path, "rb") as file:
        return sum(1 for _ in file)


def texts_left(path):
    """Rows of dolma's output, which keeps a row and empties its text."""
    with gzip.open(path, "rt") as file:
        return sum(1 for line in file if json.loads(line)["text"].strip())


def arrow_rows(directory):
    code = "import datasets; print(len(datasets.load_from_disk('out')))"
    python = HERE / "venv-textdedup/bin/python"
    return int(subprocess.check_output([python, "-c", code], cwd=directory))


def programs():
    """Name, what must be there, command, and how the rows left are counted."""
    for policy in ("nothing", "wording", "anything"):
        options = ["-o", "out.jsonl", "--removed", "removed.jsonl", "--may-lose", policy]
        yield (
            f"paradup dedup --may-lose {policy}",
            PARADUP,
            [PARADUP, "dedup", INPUT, *options],
            lambda directory: lines(directory / "out.jsonl"),
        )
    yield (
        "rensa 0.5.0, a script, 16 bands of 8",
        next(HERE.glob("venv-rensa/lib/*/site-packages/rensa*"), None),
        [HERE / "venv-rensa/bin/python", HERE / "whole_rensa.py", INPUT, "out.jsonl"],
        lambda directory: lines(directory / "out.jsonl"),
    )
    text_dedup = f"--path json --data_files {INPUT} --split train --cache_dir cache --output out"
    settings = "--column text --ngram 3 --threshold 0.8 --num_perm 128 --num_proc 1"
    yield (
        "text-dedup 0.4.0, minhash",
        next(HERE.glob("venv-textdedup/lib/*/site-packages/text_dedup"), None),
        [HERE / "venv-textdedup/bin/python", "-m", "text_dedup.minhash"]
        + [*text_dedup.split(), *settings.split()],
        arrow_rows,
    )
    yield (
        "dolma 1.2.1, paragraphs",
        next(HERE.glob("venv-dolma/lib/*/site-packages/dolma/dolma*.so"), None),
        [HERE / "venv-dolma/bin/python", HERE / "whole_dolma.py", INPUT],
        lambda directory: texts_left(directory / "out/rows-0000.json.gz"),
    )


def main():
    rows = lines(INPUT)
    print(f"{rows} rows, {INPUT.stat().st_size / 1e6:.0f} MB, one thread\n")
    print("| program | µs CPU / row | wall, s | peak, MB | rows removed |\n|---|---|---|---|---|")
    for number, (name, needed, command, left) in enumerate(programs()):
        if needed is None or not needed.exists():
            print(f"| {name} | not installed | | | |", flush=True)
            continue
        directory = WHOLE / str(number)
        directory.mkdir()
        status, cpu, wall, peak = measured(command, directory)
        if status != 0:
            print(f"| {name} | failed, status {status} | | | |", flush=True)
            continue
        gone = rows - left(directory)
        print(f"| {name} | {cpu * 1e6 / rows:.1f} | {wall:.1f} | {peak:.0f} | {gone} |", flush=True)


main()
