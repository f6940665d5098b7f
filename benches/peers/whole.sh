#!/bin/sh
# Times whole programs from file to file: sh benches/peers/whole.sh [rows]
set -eu
cd "$(dirname "$0")"
# Each in its own environment, for their dependencies exclude each other. What does not install is skipped.
env_for() {
    name=$1
    shift
    [ -d "venv-$name" ] || python3 -m venv "venv-$name"
    timeout 300 "venv-$name/bin/pip" install --quiet --disable-pip-version-check "$@" 2>"venv-$name/pip.log" ||
        echo "$name does not install here and is left out" >&2
}
env_for rensa rensa==0.5.0
env_for textdedup click==8.1.8 click-option-group==0.5.9 datasets==3.6.0 ftfy==6.3.1 numpy==2.4.6 \
    regex==2026.11.19 rich==13.9.4 scipy==1.17.1 'urllib3==1.26.20' xxhash==4.1.0
# Without dependencies: Spark and cloud clients, which these parts do not touch.
env_for textdedup --no-deps text-dedup==0.4.0
env_for dolma --no-deps dolma==1.2.1
cargo build --release --quiet --bin rows
cargo build --release --quiet --manifest-path ../../Cargo.toml -p paradup-cli
export RAYON_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 HF_HUB_OFFLINE=1
bind=""
if command -v taskset >/dev/null; then
    bind="taskset -c $(taskset -cp $$ | sed 's/.*: *//; s/[-,].*//')"
fi
rm -rf whole
mkdir whole
cargo run --release --quiet --bin rows -- "${1:-200000}" >whole/rows.jsonl
$bind python3 whole.py
