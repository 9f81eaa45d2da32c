#!/usr/bin/env bash
# tradingview_oracles.sh: writes tests/data/oracles/tradingview.csv, what ports of TradingView's indicators give for symbols of data/sample. Needs node and npm.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT

cp "$home/tests/tools/tradingview_oracles.mjs" "$draft"
(cd "$draft" && npm install --silent --no-save lightweight-charts-indicators@0.4.2 oakscriptjs@0.2.8)
node "$draft/tradingview_oracles.mjs" "$home/data/sample/bars.csv" AAPL CHK DWDP NFLX SPY >"$draft/tradingview.csv"
mv "$draft/tradingview.csv" "$home/tests/data/oracles/tradingview.csv"
