#!/usr/bin/env bash
# Installs what the tests can use beside the NuGet packages: OpenVINO with its own converter `ovc`, when an installer lies below the
# inputs root (TINYBERT_INPUTS, else ../shared). Without one there is nothing to do: tests that need OpenVINO then skip with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."
installer="${TINYBERT_INPUTS:-../shared}/openvino/install.sh"
if [ -f "$installer" ] && [ ! -x artifacts/openvino/venv/bin/ovc ]; then
  echo "installing OpenVINO into artifacts/openvino" >&2
  sh "$installer" artifacts/openvino >&2 || echo "OpenVINO was not installed; tests that need it will skip" >&2
fi
