#!/usr/bin/env bash
# Tries the HTTP API with what nobody would send: schemathesis makes requests from its own description (OpenAPI) and
# fails on any 500 and on answers that are not as described.
#   docs/quality/api.sh target/release/salname [EXAMPLES]
# Needs Python with venv; schemathesis is installed into target/api. Everything stays on this machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
salname=$(realpath "${1:-target/release/salname}")
examples=${2:-50}

tools=target/api/bin
if [ ! -x "$tools/schemathesis" ]; then
    python3 -m venv target/api
    "$tools/pip" install --quiet 'schemathesis==4.*'
fi

desk=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$desk"' EXIT
"$salname" build examples/archive --record "$desk/record" >/dev/null
"$salname" serve --record "$desk/record" --listen 127.0.0.1:0 >"$desk/address" 2>/dev/null &
server=$!
until grep -q http "$desk/address"; do sleep 0.1; done
url=$(cut -d/ -f1-3 "$desk/address")

# Streams of events do not end by themselves within the time of a test; the tests of the server follow them.
"$tools/schemathesis" run "$url/api/v1/openapi.json" --url "$url/api/v1" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --exclude-path '/jobs/{id}/events' \
    --header 'X-Salname: 1' --max-examples "$examples" --seed 1 --generation-deterministic --no-color
