#!/usr/bin/env bash
# talib.sh FOLDER VERSION: builds TA-Lib's C library for the benchmark as FOLDER/libtalib-VERSION.so, from the npm package's sources,
# with only the functions the benchmark calls, optimized for this machine. Built once and cached. On failure prints the reason.
set -euo pipefail
folder=$1 version=$2
library=$folder/libtalib-$version.so
functions=(SMA EMA RSI TRANGE ATR MACD ADX PLUS_DI MINUS_DI MAX MIN ROC)

fail() {
  echo "$1" >&2
  exit 69
}

[ -f "$library" ] && exit 0
for tool in npm tar gcc; do
  command -v "$tool" >/dev/null 2>&1 || fail "'$tool' is not on the PATH"
done
mkdir -p "$folder"
draft=$(mktemp -d "$folder/draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
cd "$draft"

npm pack "talib@$version" --fetch-retries=0 >log 2>&1 || fail "'npm pack talib@$version' failed: $(grep -m1 'npm error' log || tail -n1 log)"
tar -xzf "talib-$version.tgz" || fail "talib-$version.tgz could not be extracted"
lib=package/src/lib
files=("$lib"/src/ta_common/*.c "$lib/src/ta_func/ta_utility.c")
for function in "${functions[@]}"; do files+=("$lib/src/ta_func/ta_$function.c"); done
gcc -O3 -march=native -shared -fPIC -w -I"$lib/include" -I"$lib/src/ta_common" -I"$lib/src/ta_func" "${files[@]}" -lm -o talib.so 2>log ||
  fail "gcc failed: $(grep -m1 error log || tail -n1 log)"
mv talib.so "$library"
