#!/usr/bin/env bash
# Opens the installed program's window in Wine on a screen of its own, and presses keys there.
#
#   WINEPREFIX=DIR installer/windows/walk.sh SEL.EXE OUT --hold SETUP.EXE
#   WINEPREFIX=DIR installer/windows/walk.sh SEL.EXE OUT --open GIVEN.p12
#
# --hold   while the window is open, SETUP.EXE /S has to refuse with exit status 3
# --open   the journey of a file that was double-clicked: its language, the file, its password
#          (castell), where mail is read, what was found; a picture of each page in OUT
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=$here/../../.venv/bin/python
program=$(realpath "${1:?SEL.EXE}") out=${2:?OUT} how=${3:?--hold or --open} file=$(realpath "$4")
windows() { printf 'Z:%s' "${1//\//\\}"; }
mkdir -p "$out"
out=$(realpath "$out")
scratch=$(mktemp -d)
pids=()
finish() {
    for each in "${pids[@]}"; do kill "$each" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT
fail() {
    picture failed >/dev/null || true
    printf 'walk: %s\n' "$*" >&2
    exit 1
}
picture() { # picture NAME: how many colours it has
    QT_QPA_PLATFORM=offscreen "$python" "$here/screenshot.py" "$scratch/Xvfb_screen0" \
        "$out/$1.png"
}

Xvfb -displayfd 3 -screen 0 1024x760x24 -fbdir "$scratch" -nolisten tcp \
    3>"$scratch/display" >/dev/null 2>&1 &
pids+=($!)
for _ in {1..100}; do
    [[ ! -s $scratch/display ]] || break
    sleep 0.1
done
export DISPLAY
DISPLAY=:$(<"$scratch/display")

arguments=()
printf '{"version": 1, "windows_capi": true}' >"$scratch/policy.json" # as in errands.sh
[[ $how == --hold ]] || arguments=(
    --no-network --policy "$(windows "$scratch/policy.json")" --data "$(windows "$scratch/data")"
    --open "$(windows "$file")"
)
SHOW=$DISPLAY "$here/run.sh" "$program" "${arguments[@]}" >"$scratch/said" 2>&1 &
sel=$!

window=
for _ in {1..240}; do
    window=$(xdotool search --onlyvisible --name 'Sêl' 2>/dev/null | tail -1) || true
    [[ -z $window ]] || break
    kill -0 "$sel" 2>/dev/null || fail "it ended: $(<"$scratch/said")"
    sleep 0.25
done
[[ -n $window ]] || fail 'no window came'
last=
shows() { # shows NAME: a picture, once the screen is another one and has stood still for a while
    local before= now
    for _ in {1..90}; do
        sleep 1
        picture "$1" >"$scratch/colours"
        now=$(cksum <"$out/$1.png")
        [[ $now != "$before" || $now == "$last" ]] || break
        before=$now
    done
    [[ $now != "$last" ]] || fail "nothing happened before $1"
    (($(<"$scratch/colours") > 9)) || fail "nothing is to be seen: $1"
    last=$now
}
press() { xdotool key --clearmodifiers --delay 60 "$@"; }
xdotool windowfocus "$window" 2>/dev/null || true
shows 1-language

if [[ $how == --hold ]]; then
    status=0
    "$here/run.sh" "$file" /S >"$scratch/refused" 2>&1 || status=$?
    [[ $status == 3 ]] || fail "setup.exe ended with $status while Sêl ran"
else
    # The last page says that the key signed and opened in Windows' store: all before it worked.
    press Tab space # the language that is offered first, Welsh
    shows 2-file
    press Return
    shows 3-password
    xdotool type --delay 60 castell
    press Return
    shows 4-mail
    press Tab space Return # Outlook on this computer
    shows 5-you
    press Return
    shows 6-ready
fi
press alt+F4
for _ in {1..120}; do
    kill -0 "$sel" 2>/dev/null || break
    sleep 0.25
done
! kill -0 "$sel" 2>/dev/null || fail 'the window did not close'
status=0
wait "$sel" || status=$?
[[ $status == 0 ]] || fail "Sel.exe ended with $status: $(<"$scratch/said")"
