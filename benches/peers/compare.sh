#!/bin/sh
# Prints the whole table: sh benches/peers/compare.sh [paragraphs]
set -eu
cd "$(dirname "$0")"
[ -d venv ] || python3 -m venv venv
# Every time, for an earlier run may have ended in the middle; what is there is not fetched again.
venv/bin/pip install --quiet --disable-pip-version-check rensa==0.5.0 datasketch==2.0.0 xxhash==4.1.0
cargo build --release --quiet
# One thread everywhere, on the first core that this process may use, where the system can bind to one.
export RAYON_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
bind=""
if command -v taskset >/dev/null; then
    bind="taskset -c $(taskset -cp $$ | sed 's/.*: *//; s/[-,].*//')"
fi
$bind cargo run --release --quiet -- "$@"
$bind venv/bin/python peers.py
