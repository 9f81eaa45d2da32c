#!/usr/bin/env bash
# Builds and runs every test; the last line is "N passed, N failed, N skipped".
#   --fast   runs only the tests that need no server and no long wait
#   --soak [--nights N]   every fault at every point, and N (400) disturbed nights
# Other arguments are passed to dotnet test: ./test.sh --filter Lake
set -uo pipefail
fast=
case ${1:-} in
  --fast)
    shift; fast=1
    if [ "${1:-}" = --filter ]; then set -- --filter "class!=servers&class!=slow&($2)" "${@:3}"; else set -- --filter 'class!=servers&class!=slow' "$@"; fi ;;
  --soak)
    shift; export QM_TEST_SOAK=400
    if [ "${1:-}" = --nights ]; then QM_TEST_SOAK=${2:-}; shift 2; fi
    [[ $QM_TEST_SOAK =~ ^[1-9][0-9]*$ ]] || { echo "--nights: found '$QM_TEST_SOAK'; expected a number like 400" >&2; exit 64; } ;;
esac
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$home/build.sh"
require_sdk
cd "$home"

# The tests write thousands of small files and databases: in memory, where there is room and programs may run.
room=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)
if [ -z "${TMPDIR:-}" ] && [ "${room:-0}" -gt 4000000 ] && ! grep -q '^[^ ]* /dev/shm .*noexec' /proc/mounts; then export TMPDIR=/dev/shm; fi

# The tests start their own servers; a server named by a variable needs no package.
missing=()
if [ -z "$fast" ] && [ -z "${QM_TEST_POSTGRES:-}" ] && ! command -v postgres >/dev/null && ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then missing+=(postgresql-15); fi
if [ -z "$fast" ] && [ -z "${QM_TEST_REDIS:-}" ] && ! command -v redis-server >/dev/null; then missing+=(redis-server); fi
if [ -z "$fast" ] && ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then missing+=(chromium); fi
if [ -z "$fast" ] && ! command -v npm >/dev/null; then missing+=(nodejs npm); fi
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need ${missing[*]}; as root: apt-get install ${missing[*]}" >&2
    exit 78
  fi
  echo "installing ${missing[*]} …" >&2
  install() { RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >&2; }   # runlevel 1: do not start them
  install || { apt-get -qq update >&2 && install; } || { echo "apt-get install ${missing[*]} failed; see the lines above." >&2; exit 75; }
fi

# Slurm is not installed: its tests unpack the packages, once, which need the lists of apt-get.
if [ -z "$fast" ] && [ ! -d "${TMPDIR:-/tmp}/qm-test-slurm-packages" ] && ! apt-cache show slurmd >/dev/null 2>&1; then
  [ "$(id -u)" -ne 0 ] || apt-get -qq update >&2
  apt-cache show slurmd >/dev/null 2>&1 || echo "No package slurmd, so the tests of Slurm do not run (with CI=true they fail); as root: apt-get update" >&2
fi

# Compiled ahead as run.sh compiles the program: the tests start it hundreds of times.
run_tests() {
  analyzers=true build_stale "$home" tests/QuantMatrix.Tests QuantMatrix.Tests
  dotnet test "$(readlink -f .build/QuantMatrix.Tests)/QuantMatrix.Tests.dll" --nologo --logger "console;verbosity=minimal" "$@"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
run_tests "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# Passed!  - Failed:     0, Passed:   518, Skipped:     0, Total:   518, Duration: …
counts=$(sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\2 passed, \1 failed, \3 skipped/p' "$log" | tail -n 1)
if [ -z "$counts" ]; then
  echo "The tests did not complete; see the lines above." >&2
  counts="0 passed, 1 failed, 0 skipped"
  [ "$status" -ne 0 ] || status=1
fi
echo "$counts"
exit "$status"
