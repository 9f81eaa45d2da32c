#!/bin/bash
# One task of the array of night.sh; repeated when its node fails. It computes the parts that are missing.
#SBATCH --job-name=quantmatrix-shard
#SBATCH --requeue
#SBATCH --cpus-per-task=2
#SBATCH --mem=3G
exec quantmatrix shard --shard auto
