#!/usr/bin/env bash
# The gates, in order: restore with locked versions, formatting, the README's test command, the README's main command.
# The last line is `N passed, N failed, N skipped`.
set -uo pipefail
cd "$(dirname "$0")/.."
export CI=true
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0

gate() {
  echo "== $*" >&2
  "$@" || { echo "gate failed: $*" >&2; status=1; }
}

gate dotnet restore --locked-mode
gate dotnet format --verify-no-changes --no-restore
echo "== scripts/test.sh" >&2
scripts/test.sh 2>&1 | tee "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || status=1
wheel=$(ls "${TINYBERT_INPUTS:-../shared}"/openvino/wheels/openvino-2*.whl 2>/dev/null | head -n 1)
[ -z "$wheel" ] || gate dotnet run -c Release --no-build --project src/TinyBertPipeline.Cli -- openvino install --wheel "$wheel"
gate dotnet run -c Release --no-build --project src/TinyBertPipeline.Cli -- run

count() { awk -v key="$1:" '$1 == key { n = $2 } END { print n + 0 }' "$log"; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
[ "$passed" -gt 0 ] || status=1
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1   # a failed gate counts as a failure
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
