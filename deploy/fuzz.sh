#!/usr/bin/env bash
# Fuzzes the parsers of what comes in: deploy/fuzz.sh SECONDS. Atheris goes into an environment of its own beside ours.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-300}
[ -x .venv/bin/saraban ] || deploy/setup.sh
home=var/fuzz
mkdir -p "$home/corpus"
if [ ! -x "$home/venv/bin/python" ]; then
    python=$(.venv/bin/python -c 'import sys; print(sys.base_prefix + "/bin/python%d.%d" % sys.version_info[:2])')
    "$python" -m venv "$home/venv"
fi
"$home/venv/bin/python" -c 'import atheris' 2>/dev/null || "$home/venv/bin/python" -m pip --disable-pip-version-check install --quiet 'atheris>=2.3'
packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
PYTHONPATH=$PWD:$packages exec "$home/venv/bin/python" -m tests.fuzz.parsers "$home/corpus" -max_total_time="$seconds" -max_len=20000 -rss_limit_mb=3000 -artifact_prefix="$home/"
