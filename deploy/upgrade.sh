#!/usr/bin/env bash
# Upgrades an installed Saraban to this tree: backup first, then program and database; where the check fails afterwards, all goes back.
# SARABAN_PREFIX, SARABAN_BACKUP, SYSTEMCTL and INSTALL stand for others than these (a test does so).
set -euo pipefail
cd "$(dirname "$0")/.."
prefix=${SARABAN_PREFIX:-/opt/saraban}
backup=${SARABAN_BACKUP:-/var/backups/saraban}
systemctl=${SYSTEMCTL:-systemctl}
install=${INSTALL:-deploy/install.sh}
before=$prefix.before
saraban=$prefix/.venv/bin/saraban
if [ "$(id -un)" = root ] && getent passwd saraban >/dev/null; then as=(sudo -u saraban --); else as=(); fi

say() { printf 'upgrade: %s\n' "$*"; }
run() { (cd "${SARABAN_ETC:-/etc/saraban}" && "${as[@]}" "$saraban" "$@"); }

say "backing up to $backup"
run backup "$backup"
"$systemctl" stop saraban
run backup "$backup" # what came in meanwhile
rm -rf "$before"
cp -a "$prefix" "$before"

go_back() {
    say "the check failed: everything goes back to how it was" >&2
    "$systemctl" stop saraban || true
    rm -rf "$prefix"
    mv "$before" "$prefix"
    run restore --replace "$backup" && run recover
    "$systemctl" start saraban
    exit 1
}

if ! { "$install" && run migrate && run check; }; then go_back; fi
"$systemctl" start saraban || go_back
say "done; the version before is in $before"
