#!/usr/bin/env bash
# Installs Saraban as a service of systemd: own user, /opt/saraban, /etc/saraban/saraban.env, /var/lib/saraban. Safe to run again.
# With DESTDIR only the files are laid out beneath it (for packagers, and for the test): no user, no packages, no service.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${DESTDIR:-}
prefix=$root/opt/saraban
etc=$root/etc/saraban

say() { printf 'install: %s\n' "$*"; }
[ -n "$root" ] || [ "$(id -u)" = 0 ] || { say "only root may install: sudo make install" >&2; exit 3; }

if [ -z "$root" ] && ! getent passwd saraban >/dev/null; then
    useradd --system --home-dir /var/lib/saraban --shell /usr/sbin/nologin saraban
    say "made the user saraban"
fi

# The program, without what belongs to developing it; what was removed since the last version goes too.
mkdir -p "$prefix" "$etc" "$root/etc/systemd/system" "$root/usr/local/bin" "$root/var/backups/saraban"
if [ "$(readlink -f .)" != "$(readlink -f "$prefix")" ]; then
    find "$prefix" -mindepth 1 -maxdepth 1 ! -name .venv ! -name var -exec rm -rf {} +
    tar -c --exclude=./.git --exclude=./.venv --exclude=./var --exclude=./tests --exclude='__pycache__' --exclude='./.*_cache' . | tar -x -C "$prefix" --no-same-owner
fi
cp deploy/systemd/* "$root/etc/systemd/system/"
install -m 755 deploy/saraban-command.sh "$root/usr/local/bin/saraban"
if [ ! -e "$etc/saraban.env" ]; then
    sed 's|^# SARABAN_DATA_DIR=.*|SARABAN_DATA_DIR=/var/lib/saraban|' .env.example >"$etc/saraban.env"
    say "wrote $etc/saraban.env: fill it in"
fi
[ -z "$root" ] || { say "laid out beneath $root"; exit 0; }

chown -R root:root "$prefix" && chmod -R go-w "$prefix"
chown root:saraban "$etc" "$etc/saraban.env" && chmod 750 "$etc" && chmod 640 "$etc/saraban.env"
install -d -o saraban -g saraban -m 700 /var/lib/saraban /var/backups/saraban
"$prefix/deploy/setup.sh"
systemctl daemon-reload
systemctl enable saraban.service saraban-backup.timer
say "ready: fill in $etc/saraban.env, see that \`saraban check\` finds nothing wrong, then systemctl start saraban saraban-backup.timer"
