#!/usr/bin/env bash
# A walk through the five documents that Salname was made for: builds a record of them in a temporary directory, asks it,
# and prints. docs/walk.md tells what comes out.
#   examples/walk.sh target/release/salname ../shared/seeds
set -euo pipefail
if [ $# -ne 2 ]; then
    echo "usage: examples/walk.sh SALNAME SEEDS" >&2
    exit 2
fi
salname=$1
seeds=$2
record=$(mktemp -d)
trap 'rm -rf "$record"' EXIT

"$salname" build "$seeds" --record "$record/record" >"$record/log" 2>&1 || { cat "$record/log" >&2; exit 2; }

heading() {
    printf '\n\n==== %s\n' "$1"
}

# Nothing found is an answer too.
ask() {
    printf '\n$ salname'
    printf ' %q' "$@" | sed "s/\\\\ / /g"
    printf '\n'
    "$salname" "$@" --record "$record/record" || [ $? = 1 ]
}

heading "Who headed the Azerbaijan SSR's commissariat of foreign affairs?"
ask holders "Azərbaycan xalq xarici işlər komissarı" --sentences 20

heading "Which treaties bound Soviet Russia and Iran in 1921?"
ask treaties --between "Sovet Rusiyası" "İran" --on 1921 --sentences 5
ask treaties --between "İran" --on 1921-06 --sentences 5

heading "What was said of Nakhchivan, Zangezur and Karabakh from May 1920 to July 1921, source by source?"
for source in "$seeds"/*.txt; do
    for place in Naxçıvan Zəngəzur Qarabağ; do
        ask chronicle --place "$place" --source "$(basename "$source")" --from 1920-05 --to 1921-07 \
            --kind territory --kind control --kind decision --kind agreement --limit 40
    done
done

heading "The notes between Chicherin and Khoyski, January to March 1920"
ask thread --between Chicherin Khoyski --from 1920-01 --to 1920-03

heading "Where the sources are at odds"
ask disagreements --limit 24
