#!/usr/bin/env bash
# Sets up, builds and runs the whole test suite; more arguments go to `dotnet test`.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
dotnet build -c Release
exec dotnet test -c Release --no-build "$@"
