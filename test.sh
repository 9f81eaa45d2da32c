#!/usr/bin/env bash
# Builds and runs every test; the last line is «N passed, N failed, N skipped». Arguments go to dotnet test: ./test.sh --filter Lake
set -uo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$home/build.sh"
require_sdk
cd "$home"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test tests/QuantMatrix.Tests --nologo --logger "console;verbosity=minimal" "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# «Passed!  - Failed:     0, Passed:   518, Skipped:     0, Total:   518, Duration: …»
counts=$(sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\2 passed, \1 failed, \3 skipped/p' "$log" | tail -n 1)
if [ -z "$counts" ]; then
  echo "The tests did not run to their end; the lines above say why." >&2
  counts="0 passed, 1 failed, 0 skipped"
  [ "$status" -ne 0 ] || status=1
fi
echo "$counts"
exit "$status"
