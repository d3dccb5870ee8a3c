#!/usr/bin/env bash
# Sets Saraban up on Debian 12/13 or Ubuntu 22.04/24.04: system packages, .venv from the lock file, the saraban command.
# Safe to run again: what is there already is left alone. With --test also what the tests need.
set -euo pipefail
cd "$(dirname "$0")/.."

lists=(deploy/packages-run.txt)
lock=requirements.lock
if [ "${1:-}" = --test ]; then
    lists+=(deploy/packages-test.txt)
    lock=requirements-dev.lock
fi
log=var/log/setup.log
mkdir -p var/log

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 3
}

# The distribution's id (debian, ubuntu), or nothing where it is another one.
distribution() {
    # shellcheck source=/dev/null
    (. /etc/os-release 2>/dev/null && case "$ID $VERSION_ID" in
        "debian 12" | "debian 13" | "ubuntu 22.04" | "ubuntu 24.04") echo "$ID" ;;
    esac) || true
}

# The first Python that is new enough. `python3` comes first: it is the one that the system's packages belong to.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

# Package names of the lists that are meant for this distribution, one a line.
wanted_packages() {
    sed -e 's/#.*//' "${lists[@]}" | while read -r name only; do
        if [ -n "$name" ] && { [ -z "$only" ] || [ "$only" = "[$distribution]" ]; }; then echo "$name"; fi
    done
    if [ -z "$python" ]; then
        printf '%s\n' python3.11 python3.11-venv # Ubuntu 22.04: beside its own 3.10
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
}

installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

missing_packages() {
    local name
    wanted_packages | while read -r name; do installed "$name" || echo "$name"; done
}

# Why a package is needed, from the lists.
reason_for() { sed -n "s/^$1[ \[].*# *//p" "${lists[@]}" | grep . || echo "Python and its virtual environments"; }

install_packages() { # install_packages NAME...
    local as_root=() name
    if [ "$(id -u)" != 0 ]; then
        # Without a terminal sudo cannot ask for a password.
        if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
        command -v sudo >/dev/null && "${as_root[@]}" true 2>/dev/null ||
            fail "these system packages are missing and only root may install them. Run this as root, then start again:" \
                "  apt-get install --no-install-recommends $*"
    fi
    say "installing system packages with apt-get (its output: $log)"
    for name in "$@"; do say "  $name: $(reason_for "$name")"; done
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
    if compgen -G "offline/debian/*.deb" >/dev/null; then # of `make bundle`
        "${apt[@]}" install --no-install-recommends --no-download ./offline/debian/*.deb >>"$log" 2>&1 ||
            { tail -n 15 "$log" >&2 && fail "the system packages of offline/debian could not be installed; see above and $log."; }
        return
    fi
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; } >>"$log" 2>&1 ||
        { tail -n 15 "$log" >&2 && fail "apt-get could not install the packages; see above and $log, mend it, and start again."; }
}

# .venv holds exactly the lock's packages and the project; a stamp says for which lock and Python it was made.
install_python_packages() {
    local stamp=.venv/saraban-$1 state
    state=$("$python" --version; cat "$lock" pyproject.toml | sha256sum)
    if [ -x .venv/bin/saraban ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then return; fi
    say "making .venv with $("$python" --version) and the packages of $lock (output: $log)"
    local pip=(.venv/bin/python -m pip --disable-pip-version-check install --quiet)
    if [ -d offline/python ]; then export PIP_NO_INDEX=1 PIP_FIND_LINKS=$PWD/offline/python; fi # of `make bundle`
    # A virtual environment whose Python is gone, or is another one now, is made anew.
    .venv/bin/python -c '' 2>/dev/null || rm -rf .venv
    { "$python" -m venv .venv &&
        "${pip[@]}" --require-hashes --requirement "$lock" &&
        "${pip[@]}" --no-deps --no-build-isolation --editable .; } >>"$log" 2>&1 ||
        { tail -n 15 "$log" >&2 && fail "the Python packages could not be installed; see above and $log (is there a way to pypi.org?), then start again."; }
    echo "$state" >"$stamp"
}

distribution=$(distribution)
[ -n "$distribution" ] || command -v apt-get >/dev/null ||
    fail "this is neither Debian 12/13 nor Ubuntu 22.04/24.04; install the packages named in ${lists[*]} by hand, or use one of those."
[ -n "$distribution" ] || say "this system was not tried (tried: Debian 12/13, Ubuntu 22.04/24.04); going on."
python=$(find_python)
mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
python=$(find_python)
[ -n "$python" ] || fail "no Python 3.11 or newer was found; install python3.11 and python3.11-venv and start again."
install_python_packages "$lock"
if [ "$distribution" = ubuntu ] && [ "$lock" = requirements-dev.lock ]; then
    command -v chromium >/dev/null || say "Ubuntu has Chromium only as a snap, which is not installed here; the browser tests say so and are skipped, unless a command chromium is there."
fi
say "ready ($("$python" --version), $lock)"
