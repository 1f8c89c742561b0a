#!/usr/bin/env bash
# Runs a command on a desk of its own: an X screen, a session bus, accessibility switched on.
# All of it ends with the command.
#
#   tests/desk.sh COMMAND [ARGUMENT…]
set -euo pipefail
export SEL_TEST_DESK=1 QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0
unset WAYLAND_DISPLAY
exec xvfb-run --auto-servernum --server-args='-screen 0 1280x1024x24 -nolisten tcp' \
    dbus-run-session -- "$@"
