#!/usr/bin/env bash
# A short tour of a record of the example archive: what was found, and how to look further.
#   examples/tour.sh target/release/salname examples/record
set -euo pipefail
salname=$1
record=$2

ask() {
    echo
    echo "\$ salname $(printf '%q ' "$@" | sed "s|\\\\ | |g")"
    "$salname" "$@" || [ $? = 1 ]
}

ask state --record "$record" --on 1920-01-11 --relation holds --about "xarici işlər naziri"
ask disagreements --record "$record" --limit 3
ask find --record "$record" --kind message --limit 3
ask search --record "$record" "Chicherin" --limit 3

cat <<END

The record is the directory $record. Ask it yourself, in any spelling or script:
  $salname find   -r $record --who Çiçerin --from 1920 --to 1921
  $salname state  -r $record --on 1920-05-15 --relation controls
  $salname search -r $record "нота"
Build one of your own papers:  $salname build DIR -r RECORD
END
