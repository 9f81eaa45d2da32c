#!/usr/bin/env bash
# talib_oracles.sh: writes tests/data/oracles/talib.csv, what TA-Lib C gives for symbols of data/sample. Needs npm, tar and gcc.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=1.1.6   # of the npm package that carries the C sources
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT

(cd "$draft" && npm pack "talib@$version" >/dev/null 2>&1 && tar -xzf "talib-$version.tgz")
lib=$draft/package/src/lib
gcc -O2 -w -I"$lib/include" -I"$lib/src/ta_common" -I"$lib/src/ta_func" -o "$draft/oracles" "$home/tests/tools/talib_oracles.c" \
  "$lib"/src/ta_common/*.c "$lib"/src/ta_func/*.c -lm
"$draft/oracles" "$home/data/sample/bars.csv" AAPL CHK DWDP NFLX SPY >"$draft/talib.csv"
mv "$draft/talib.csv" "$home/tests/data/oracles/talib.csv"
