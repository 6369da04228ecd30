#!/usr/bin/env bash
# How quickly the HTTP API answers fifty readers at once on the loopback, ten seconds a kind of question, thousands of
# different questions.
#   benches/serve.sh target/release/salname DIR [SECONDS]     DIR: the documents
set -euo pipefail
cd "$(dirname "$0")/.."
salname=$(realpath "${1:-target/release/salname}")
documents=${2:-examples/archive}

cargo build --release --locked --quiet -p salname -p salname-server --example readers
desk=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$desk"' EXIT
"$salname" build "$documents" --record "$desk/record" >/dev/null
"$salname" serve --record "$desk/record" --listen 127.0.0.1:0 >"$desk/address" 2>/dev/null &
server=$!
until grep -q http "$desk/address"; do sleep 0.1; done
url=$(cut -d/ -f1-3 "$desk/address")

target/release/examples/readers "$url" --readers 50 --seconds "${3:-10}"
# The processor's time, by which runs on a busy machine can be compared.
awk -v tick="$(getconf CLK_TCK)" '{ printf "the server took %.1f s of processor\n", ($14 + $15) / tick }' "/proc/$server/stat"
