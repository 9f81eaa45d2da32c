#!/usr/bin/env bash
# Builds what is stale, then runs the batch. Without arguments: the nightly chain. See README.md.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$home/build.sh"
build_stale "$home" src/QuantMatrix.Batch quantmatrix

if [ "${1:-}" = bench ]; then
  shift
  build_stale "$home" tests/QuantMatrix.Bench QuantMatrix.Bench
  QM_HOME=$home exec dotnet "$home/.build/QuantMatrix.Bench/QuantMatrix.Bench.dll" "$@"
fi
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x4000000}   # 64 MiB: a run allocates in bulk and ends
QM_HOME=$home exec dotnet "$home/.build/quantmatrix/quantmatrix.dll" "$@"
