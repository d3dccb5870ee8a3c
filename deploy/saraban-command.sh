#!/bin/sh
# The command as the service's own user, with the service's own settings.
if [ "$(id -un)" = saraban ]; then exec /opt/saraban/.venv/bin/saraban "$@"; fi
exec sudo -u saraban -- /opt/saraban/.venv/bin/saraban "$@"
