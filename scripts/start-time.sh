#!/usr/bin/env bash
# Measures the time from the start of a process to the answer to one text, of the sample that is compiled ahead of time and of the program,
# and writes docs/results/start-time.md and .json. Needs clang or gcc, zlib's headers, and OpenVINO; the machine should have nothing else to do.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
export TINYBERT_LONG_TESTS=1
dotnet build -c Release tests/TinyBertPipeline.Cli.Tests
dotnet test -c Release --no-build --project tests/TinyBertPipeline.Cli.Tests -- --filter-class '*StartTimeTests'
cat docs/results/start-time.md
