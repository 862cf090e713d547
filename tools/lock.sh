#!/usr/bin/env bash
# Makes requirements.lock anew from pyproject.toml: newest versions that fit, each with its hashes, no index named.
#   tools/lock.sh                       # keeps the versions in the lock that still fit
#   tools/lock.sh --upgrade             # takes the newest
#   tools/lock.sh --upgrade-package requests
# For x86-64 with glibc 2.28, the oldest system of a terminal. Everything comes as a wheel, so that nothing is compiled
# there, except pycups, of which there is only the source; setuptools, which builds it, is locked too.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check uv
cd "$root"
"$tool/bin/uv" pip compile pyproject.toml --group dev --output-file requirements.lock --quiet \
    --generate-hashes --no-emit-index-url --no-annotate --no-header --only-binary :all: --no-binary pycups \
    --python-version 3.11 --python-platform x86_64-manylinux_2_28 "$@"
echo "requirements.lock: $(grep --count '==' requirements.lock) libraries"
