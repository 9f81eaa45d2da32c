#!/usr/bin/env bash
# Rebuilds what is out of date, then runs the batch. Without arguments: the nightly chain. See README.md.
#   build       only builds
#   --no-build  runs the last build as it is: ./run.sh --no-build run
set -euo pipefail
QM_HOME=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
export QM_HOME
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x3000000}   # 48 MiB: a run is short and allocates in bulk
. "$QM_HOME/build.sh"

case ${1:-} in
  --no-build) shift; require_build "$QM_HOME" quantmatrix ;;
  *) build_stale "$QM_HOME" src/QuantMatrix.Batch quantmatrix ;;
esac
[ "${1:-}" != build ] || exit 0
if [ "${1:-}" = bench ]; then
  shift
  build_stale "$QM_HOME" tests/QuantMatrix.Bench QuantMatrix.Bench
  exec dotnet "$(readlink -f "$QM_HOME/.build/QuantMatrix.Bench")/QuantMatrix.Bench.dll" "$@"
fi
exec dotnet "$(readlink -f "$QM_HOME/.build/quantmatrix")/quantmatrix.dll" "$@"
