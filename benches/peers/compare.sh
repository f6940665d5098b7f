#!/bin/sh
# Prints the whole table: sh benches/peers/compare.sh [paragraphs]
set -eu
cd "$(dirname "$0")"
if [ ! -d venv ]; then
    python3 -m venv venv
    venv/bin/pip install --quiet rensa==0.5.0 datasketch==2.0.0
fi
cargo build --release --quiet
# One core where the system can bind to one, and one thread everywhere.
export RAYON_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
bind=""
if command -v taskset >/dev/null; then bind="taskset -c 0"; fi
$bind cargo run --release --quiet -- "$@"
$bind venv/bin/python peers.py
