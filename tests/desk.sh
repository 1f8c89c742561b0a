#!/usr/bin/env bash
# Runs a command on a desk of its own: a home, an X screen, a session bus, accessibility switched
# on. What the bus starts by itself (a keyring) lives in that home too. All ends with the command.
#
#   [SEL_SCREEN=N] tests/desk.sh COMMAND [ARGUMENT…]
#
# SEL_SCREEN is the first number tried for the screen: two desks that begin at once need two.
set -euo pipefail

HOME=$(mktemp -d -t sel-desk-XXXXXX)
trap 'rm -rf -- "$HOME"' EXIT
mkdir -m 700 "$HOME/run"
export HOME XDG_RUNTIME_DIR="$HOME/run"
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME XAUTHORITY
unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL DISPLAY WAYLAND_DISPLAY

export SEL_TEST_DESK=1 QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
xvfb-run --auto-servernum --server-num="${SEL_SCREEN:-99}" --server-args='-screen 0 1280x1024x24 -nolisten tcp' \
    dbus-run-session -- "$@"
