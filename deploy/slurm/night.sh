#!/bin/bash
# Stores the bars, writes the order, submits N shards (default: 4) and the nightly run, which takes the parts they computed: night.sh [N]
# The nightly run starts when every shard has ended, in whatever way, and not beside that of another call.
set -euo pipefail
quantmatrix run --quiet --wait 30m fetch_daily
quantmatrix order
shards=$(sbatch --parsable --array="0-$((${1:-4} - 1))" "$(dirname "$(readlink -f "$0")")/shard.sh")
night=$(sbatch --parsable --job-name=quantmatrix-night --dependency="afterany:$shards,singleton" --cpus-per-task=2 --mem=3G \
  --wrap='exec quantmatrix run --wait 30m')
echo "submitted: shards $shards, nightly run $night"
