#!/usr/bin/env bash
# Writes the lock files anew: every version with its hashes, valid for Python 3.11 and later on Linux.
# The index that uv asks is its own affair and is not written down.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() { # compile OUTPUT [uv option]...
    local output=$1
    shift
    # setuptools is locked too, so that the project itself installs without asking an index.
    echo 'setuptools>=77' | uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --output-file "$output" "$@" pyproject.toml -
}

compile requirements.lock
compile requirements-dev.lock --group dev --constraint requirements.lock
