#!/usr/bin/env bash
# Runs one 64-bit Windows program in Wine; its exit status is ours.
#
#   WINEPREFIX=DIR [TIMEOUT=SECONDS] [SHOW=DISPLAY] installer/windows/run.sh PROGRAM.exe ARGUMENTS…
#
# Output goes through a pipe, because Python under Wine 8 does not start on a standard stream that
# is a regular file. The environment is inherited, except for names that begin with QT_; what is
# called WINEQT_… arrives as QT_…. Windows appear on the display that SHOW names, else nowhere.
set -uo pipefail
: "${WINEPREFIX:?the folder of the Wine prefix}"
export WINEPREFIX WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES="mscoree,mshtml="
export LC_ALL=C.UTF-8 PYTHONUTF8=${PYTHONUTF8:-1}
# Compiled modules lie beside the prefix, so that nothing is written into a checkout.
export PYTHONPYCACHEPREFIX="Z:$WINEPREFIX-bytecode"
unset PYTHONDONTWRITEBYTECODE
unset DISPLAY WAYLAND_DISPLAY
[[ -z ${SHOW:-} ]] || export DISPLAY=$SHOW
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)

# A program that was killed may leave another behind, which holds the pipe: nobody waits for that.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/out"
cat <"$folder/out" &
reader=$!
timeout "${TIMEOUT:-300}" "$wine" "$@" </dev/null >"$folder/out" 2>&1
status=$?
for _ in {1..50}; do
    kill -0 "$reader" 2>/dev/null || break
    sleep 0.1
done
kill "$reader" 2>/dev/null
exit "$status"
