#!/usr/bin/env bash
# One archive that installs without the internet, on a machine like this one: the program, Python packages, system packages.
# On the other machine: tar -xf saraban-offline.tar.gz && cd saraban && sudo make install
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/saraban/offline/python" "$work/saraban/offline/debian"
tar -c --exclude=./.git --exclude=./.venv --exclude=./var --exclude=./dist --exclude='__pycache__' --exclude='./.*_cache' . | tar -x -C "$work/saraban"
python3 -m pip --disable-pip-version-check download --quiet --require-hashes --requirement requirements.lock --dest "$work/saraban/offline/python"
packages=$(sed -e 's/#.*//' deploy/packages-run.txt | awk 'NF {print $1}')
if command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086
    closure=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances $packages | grep '^\w' | sort -u)
    # shellcheck disable=SC2086
    (cd "$work/saraban/offline/debian" && apt-get -q download $closure) || echo "bundle: some system packages could not be fetched; install those of deploy/packages-run.txt by hand"
fi
tar -C "$work" -czf "$out/saraban-offline.tar.gz" saraban
echo "bundle: $out/saraban-offline.tar.gz"
