#!/usr/bin/env bash
# Tries both installers as a person and as IT would: install, use, upgrade, repair, remove.
#
#   installer/windows/prove.sh FROZEN DIST VERSION ICON
#
# In a Wine of its own on Linux (WINEPREFIX is copied, never changed). An older Sêl is made of the
# same frozen program with another number and one file more. Pictures of the installed program's
# window lie in DIST/pictures.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
frozen=$(realpath "${1:?FROZEN}") dist=$(realpath "${2:?DIST}") version=${3:?VERSION}
icon=${4:?ICON}
python=$root/.venv/bin/python
older=0.0.1

trial=$(mktemp -d)
export TIMEOUT=600
server=$(command -v wineserver || echo /usr/lib/wine/wineserver)
finish() {
    "$server" -k 2>/dev/null || true
    rm -rf "$trial"
}
trap finish EXIT
cp -a "${WINEPREFIX:?the folder of the Wine prefix}" "$trial/prefix"
export WINEPREFIX=$trial/prefix
drive=$WINEPREFIX/drive_c
person=$(echo "$drive"/users/[!P]*)
data=$person/AppData/Local/Sel
mine=$person/AppData/Local/Programs/Sel
everyones="$drive/Program Files/Sel"

step() { printf 'prove: %4d s  %s\n' "$SECONDS" "$*"; }
fail() {
    printf 'prove: FAILED: %s\n' "$*" >&2
    exit 1
}
run() { "$here/run.sh" "$@"; }
windows() { printf 'Z:%s' "${1//\//\\}"; } # a path as Windows says it
ends() { # ends STATUS PROGRAM ARGUMENTS…: it ends with this exit status
    local wanted=$1 status=0
    shift
    run "$@" >"$trial/said" 2>&1 || status=$?
    [[ $status == "$wanted" ]] || fail "$* ended with $status, not $wanted: $(<"$trial/said")"
}
same() { # same FOLDER TREE: a folder holds what was packed, and its uninstaller at most
    diff -rq "$2" "$1" | grep -v ': uninstall.exe$' >"$trial/differences" || return 0
    fail "$1 is not what was packed: $(head -5 "$trial/differences")"
}
registry() { # what of the registry is about programs and their files
    local key
    for key in 'HKCU\Software\Classes' 'HKCU\Software\RegisteredApplications' 'HKCU\Software\Sel' \
        'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall' 'HKLM\Software\Sel' \
        'HKLM\Software\RegisteredApplications' 'HKLM\Software\Classes\.p12' \
        'HKLM\Software\Classes\.cer' 'HKLM\Software\Classes\Sel.Keys' \
        'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall'; do
        run reg query "$key" /s 2>&1 | tr -d '\r' |
            sed '/^ *$/d; /^reg: Unable/d' || true # a key without anything is none
    done
}
files() { # everything that bears our name, beside the person's data
    (cd "$drive" && find . \( -iname '*sel.*' -o -iname 'sel' -o -iname 'Sêl*' \) \
        ! -path "./users/*/AppData/Local/Sel" ! -path "./users/*/AppData/Local/Sel/*" | sort)
}
kept() { # the person's data: what a checksum of every file of it says
    (cd "$data" && find . -type f ! -name '*.lock' -print0 | sort -z | xargs -0 sha256sum)
}
gone() { # nothing is left but the data
    diff <(printf '%s\n' "$registry_before") <(registry) || fail 'the registry is not as it was'
    diff <(printf '%s\n' "$files_before") <(files) || fail 'files are left'
}

# --- a person's computer, and an older Sêl --------------------------------------------------------

step 'an older Sêl'
cp -r "$frozen" "$trial/older"
printf 'of an older Sêl\n' >"$trial/older/_internal/sel/_data/older.txt"
printf 'changed since\n' >>"$trial/older/_internal/sel/_data/LICENCE"
"$here/installers.sh" "$trial/older" "$trial" "$older" "$icon" --quick
setup=$dist/Sel-$version-setup.exe msi=$dist/Sel-$version.msi
old_setup=$trial/Sel-$older-setup.exe old_msi=$trial/Sel-$older.msi

# Another program opens certificates and cards here already, and has to go on doing so.
run reg add 'HKCU\Software\Classes\.cer' /ve /d Foreign.Cer /f >/dev/null
run reg add 'HKCU\Software\Classes\.cer\OpenWithProgids' /v Foreign.Cer /f >/dev/null
registry_before=$(registry)
files_before=$(files)

# --- for one person: setup.exe --------------------------------------------------------------------

step "setup.exe /S, $older"
ends 0 "$old_setup" /S
same "$mine" "$trial/older"
run reg query 'HKCU\Software\Classes\.p12\OpenWithProgids' /v Sel.Keys >/dev/null ||
    fail 'Sêl does not offer itself for .p12'
[[ $(run reg query 'HKCU\Software\Classes\.cer' /ve) == *Foreign.Cer* ]] || fail '.cer was stolen'
[[ -n $(find "$person" -name 'Sêl.lnk') ]] || fail 'no entry in the start menu'
"$here/errands.sh" "$mine/sel.com" "$trial" || fail 'errands with the older Sêl'

step 'an upgrade while Sêl runs is refused'
"$here/walk.sh" "$mine/Sel.exe" "$trial/pictures" --hold "$old_setup" ||
    fail 'setup.exe did not refuse'
same "$mine" "$trial/older"
before=$(kept)

step "setup.exe /S, $version"
ends 0 "$setup" /S
same "$mine" "$frozen"
[[ $(kept) == "$before" ]] || fail 'the upgrade changed the data'
ends 4 "$old_setup" /S
same "$mine" "$frozen"
"$here/errands.sh" "$mine/sel.com" "$trial" --again || fail 'errands after the upgrade'

step 'the smoke test of both programs'
for program in sel.com Sel.exe; do
    ends 0 "$mine/$program" --smoke "$(windows "$trial/smoke.json")"
    "$python" - "$trial/smoke.json" <<'P' || fail "$program: $(<"$trial/smoke.json")"
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
assert document["frozen"] and document["held"]
stores, keyrings = (document["checks"][each]["facts"] for each in ("stores", "keyrings"))
assert stores["windows"] == "usable" and keyrings["answers"] == "yes"
print(f"prove:         {len(document['checks'])} checks hold, {document['seconds']} s")
P
done

step 'the window, with the file of a colleague at IT'
rm -rf "$dist/pictures"
"$here/walk.sh" "$mine/Sel.exe" "$dist/pictures" --open "$trial/given.p12" ||
    fail "the walk through the window, see $dist/pictures"

step 'removal'
before=$(kept)
ends 0 "$mine/uninstall.exe" /S
for _ in {1..60}; do # it works from a copy of itself
    [[ -e $mine ]] || break
    sleep 0.5
done
[[ $(kept) == "$before" ]] || fail 'removal touched the data'
gone

# --- for a whole computer: .msi -------------------------------------------------------------------

step "msiexec /i /qn, $older"
ends 0 msiexec /i "$(windows "$old_msi")" /qn
same "$everyones" "$trial/older"
"$here/errands.sh" "$everyones/sel.com" "$trial" --again || fail 'errands with the package'
step 'repair'
rm "$everyones/_internal/sel/_data/LICENCE" "$everyones/Sel.exe"
# What /fa stands for; Wine's msiexec knows no product by its package.
ends 0 msiexec /i "$(windows "$old_msi")" REINSTALL=ALL REINSTALLMODE=amus /qn
same "$everyones" "$trial/older"
step "msiexec /i /qn, $version"
ends 0 msiexec /i "$(windows "$msi")" /qn
same "$everyones" "$frozen"
run msiexec /i "$(windows "$old_msi")" /qn >/dev/null 2>&1 && fail 'an older package was taken'
same "$everyones" "$frozen"
ends 0 "$everyones/sel.com" --smoke "$(windows "$trial/smoke.json")"
step 'removal'
before=$(kept)
ends 0 msiexec /x "$(windows "$msi")" /qn
[[ -z $(find "$everyones" -type f 2>/dev/null) ]] || fail "files are left in $everyones"
rmdir "$everyones" 2>/dev/null || true # Wine's msiexec leaves the empty folder
[[ $(kept) == "$before" ]] || fail 'removal touched the data'
gone
step 'all of it holds'
