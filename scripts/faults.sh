#!/usr/bin/env bash
# Puts the program under faults on purpose and writes docs/results/faults.md and .json: kills, full disks, read-only folders, closed and full
# streams, signals, wrong options. Linux; as root and with strace all trials run, else those that can. TINYBERT_FAULT_KILLS is the number of
# kills at random of each verb (20; a release takes 200). More arguments go to dotnet test, for example --filter-class '*StreamFaults'.
set -euo pipefail
cd "$(dirname "$0")/.."
export TINYBERT_FAULTS=1 TINYBERT_LONG_TESTS=1
for project in Cli Pipeline Inference; do
  dotnet build -c Release "tests/TinyBertPipeline.$project.Tests"
  dotnet test -c Release --no-build --project "tests/TinyBertPipeline.$project.Tests" -- --filter-trait Category=faults --ignore-exit-code 8 "$@"
done
