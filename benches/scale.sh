#!/bin/sh
# How the time and memory of a build grow with the archive: builds 1, 10 and 100 copies of the files of a directory, each
# copy made a source of its own by blank lines at its end, and prints the time and the peak of memory of each build.
#
#     benches/scale.sh target/release/salname DIRECTORY [COPIES...]
#
# GNU time measures; processor time is that of all threads.
set -eu
if [ $# -lt 2 ]; then
    echo "usage: $0 SALNAME DIRECTORY [COPIES...]" >&2
    exit 2
fi
salname=$1 directory=$2
shift 2
[ $# -gt 0 ] || set -- 1 10 100
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
echo "copies      MB   seconds  of processors   MB/s of a processor   peak MB"
for copies in "$@"; do
    rm -rf "$place/archive" "$place/record"
    mkdir "$place/archive"
    blank=
    copy=1
    while [ "$copy" -le "$copies" ]; do
        blank="$blank
"
        for file in "$directory"/*; do
            { cat "$file"; printf '%s.' "$blank" | tr -d .; } >"$place/archive/$copy-${file##*/}"
        done
        copy=$((copy + 1))
    done
    bytes=$(cat "$place/archive"/* | wc -c)
    /usr/bin/time -f '%e %U %S %M' -o "$place/time" \
        "$salname" build "$place/archive" --record "$place/record" >/dev/null 2>&1
    awk -v copies="$copies" -v bytes="$bytes" '{
        printf "%6d %7.1f %9.1f %14.1f %21.2f %9.0f\n", copies, bytes / 1e6, $1, $2 + $3, bytes / 1e6 / ($2 + $3), $4 / 1024
    }' "$place/time"
done
