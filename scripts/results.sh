#!/usr/bin/env bash
# The commands behind docs/results, in order; each goes on where it was interrupted. Inputs: docs/inputs.md.
set -euo pipefail
cd "$(dirname "$0")/.."
tinybert() { dotnet run -c Release --no-build --project src/TinyBertPipeline.Cli -- "$@"; }

dotnet build -c Release
tinybert run configs/run-wnut17.json
tinybert run configs/run-sentiment.json
tinybert benchmark artifacts/runs/wnut17/student --random bert-base --report docs/results/classic-benchmark
for set in wnut17 bc5cdr resume; do tinybert experiment "configs/experiment-retention-$set.json"; done
tinybert benchmark-training --compare plain --report docs/results/training-speed
TINYBERT_FUZZ_MINUTES=10 dotnet test --project tests/TinyBertPipeline.Core.Tests -c Release --no-build -- --filter-trait Category=long
