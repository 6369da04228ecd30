#!/usr/bin/env bash
# How quickly the HTTP API answers fifty readers at once: wrk on the loopback, ten seconds a question, different
# questions in turn.
#   benches/serve.sh target/release/salname DIR     DIR: the documents
set -euo pipefail
cd "$(dirname "$0")/.."
salname=$(realpath "${1:-target/release/salname}")
documents=${2:-examples/archive}
command -v wrk >/dev/null || { echo "serve: skipped, wrk is missing: apt-get install wrk"; exit 0; }

desk=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$desk"' EXIT
"$salname" build "$documents" --record "$desk/record" >/dev/null
"$salname" serve --record "$desk/record" --listen 127.0.0.1:0 >"$desk/address" 2>/dev/null &
server=$!
until grep -q http "$desk/address"; do sleep 0.1; done
url=$(cut -d/ -f1-3 "$desk/address")

ask() {
    name=$1
    shift
    {
        echo 'local paths = {'
        for path in "$@"; do echo "  \"/api/v1/$path\","; done
        echo '}'
        echo 'local next = 0'
        echo 'request = function() next = next % #paths + 1; return wrk.format("GET", paths[next]) end'
        echo 'done = function(summary, latency)'
        echo "  print(string.format('%-8s p50 %6.1f ms  p99 %6.1f ms  %7.0f a second  %d failed', '$name',"
        echo '    latency:percentile(50) / 1000, latency:percentile(99) / 1000,'
        echo '    summary.requests / summary.duration * 1e6, summary.errors.status + summary.errors.timeout))'
        echo 'end'
    } >"$desk/$name.lua"
    # Once to load what is loaded once.
    curl -s "$url/api/v1/$1" >/dev/null
    wrk --threads 1 --connections 50 --duration 10s --script "$desk/$name.lua" "$url" | grep "^$name"
}

ask search 'search?q=nota&limit=20' 'search?q=Chicherin&limit=20' 'search?q=m%C3%BCqavil%C9%99%201921&limit=20' 'search?q=konfrans*&limit=20'
ask find 'find?limit=50' 'find?kind=message&limit=50' 'find?who=Chicherin&limit=50' 'find?from=1920&to=1921&limit=50'
ask state 'state?on=1920-05-15&limit=50' 'state?on=1921-03&limit=50' 'state?on=1922-01-01&relation=controls&limit=50' 'state?on=1920&about=Bak%C4%B1&limit=50'
