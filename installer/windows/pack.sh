#!/usr/bin/env bash
# Packs Sêl for Windows, on Linux: dist/Sel-VERSION-setup.exe and dist/Sel-VERSION.msi, searched,
# and tried in Wine by prove.sh.
#
#   installer/windows/pack.sh [--only-pack]
#
# Needs what lab.sh needs, and makensis, wixl, msibuild, Xvfb, xdotool. Exit status 69 where that
# cannot be had. See docs/packing.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
lab=${SEL_WINDOWS_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/sel/windows-lab}
ours=$lab/packing
work=$root/build/pack
source=$work/source-windows out=$work/windows
python=.venv/bin/python
export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)

step() { printf 'pack: %4d s  %s\n' "$SECONDS" "$*"; }
windows() { printf 'Z:%s' "${1//\//\\}"; } # a path as Windows says it

# --- what the system has to bring ---------------------------------------------------------------

missing=()
for program in makensis:nsis wixl:wixl msibuild:msitools Xvfb:xvfb xdotool:xdotool; do
    command -v "${program%:*}" >/dev/null || missing+=("${program#*:}")
done
if ((${#missing[@]})); then
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        step "installing ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null &&
            apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null || exit 69
    else
        printf 'pack: please install these first: sudo apt-get install %s\n' "${missing[*]}" >&2
        exit 69
    fi
fi
"$here/lab.sh" # Python for Windows, or 69

# --- a Python for Windows with what is packed and PyInstaller, and a Windows with a screen ------

mkdir -p "$ours" "$out" dist
exec 9>"$ours/lock"
flock 9
export WINEPREFIX=$ours/prefix
run() { "$here/run.sh" "$@" 9>&-; }
made() { [[ -f $ours/$1.made && $(<"$ours/$1.made") == "$2" ]]; }

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" "$here/requirements.py" --window "$version" requirements/build-app.txt \
    >"$ours/requirements.txt"
stamp=$(cat "$lab/python.made" "$ours/requirements.txt" | cksum)
if ! made python "$stamp"; then
    step 'a clean Python for Windows'
    rm -rf "$ours/python"
    mkdir -p "$ours/python"
    tar -C "$lab/python" --exclude=./Lib/site-packages -cf - . | tar -C "$ours/python" -xf -
    "$python" -m pip --disable-pip-version-check install -qq --require-hashes --no-deps \
        --only-binary=:all: --platform win_amd64 --python-version "$version" \
        --implementation cp --abi "cp${version/./}" --abi abi3 --abi none --no-compile \
        --target "$ours/python/Lib/site-packages" -r "$ours/requirements.txt"
    printf '%s' "$stamp" >"$ours/python.made"
fi
stamp=$(cat "$here/make-prefix.sh" "$here/run.sh" | cksum)
if ! made prefix "$stamp"; then
    step 'a Wine prefix with a screen'
    "$here/make-prefix.sh" --window >/dev/null 9>&-
    printf '%s' "$stamp" >"$ours/prefix.made"
fi

# --- the program --------------------------------------------------------------------------------

installer/export.sh "$source"
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$source/app/sel/__init__.py")
icon=$work/Sel.ico
QT_QPA_PLATFORM=offscreen "$python" installer/icon.py "$icon"
step "freezing Sêl $version"
rm -rf "$out/dist" "$out/work"
export SEL_ICON
SEL_ICON=$(windows "$icon")
TIMEOUT=1800 run "$ours/python/python.exe" -m PyInstaller --clean --noconfirm --log-level WARN \
    --distpath "$(windows "$out/dist")" --workpath "$(windows "$out/work")" \
    "$(windows "$source/installer/sel.spec")" >"$out/freeze.log" 2>&1 || {
    tail -n 40 "$out/freeze.log"
    exit 1
}
# shellcheck disable=SC2086  one command with its own arguments
[[ -z ${SEL_SIGN:-} ]] || for program in "$out/dist/Sel/Sel.exe" "$out/dist/Sel/sel.com"; do
    $SEL_SIGN "$program"
done
step 'searching it for what must not be in it'
never=(--never "$root" --never "$lab") # many wheels are built in a home that is called /root, too
[[ $HOME == /root ]] || never+=(--never "$HOME")
"$python" installer/scan.py "$out/dist/Sel" "${never[@]}"
step 'the installers'
"$here/installers.sh" "$out/dist/Sel" dist "$version" "$icon"
for each in "dist/Sel-$version-setup.exe" "dist/Sel-$version.msi"; do
    step "$(du -m "$each" | cut -f1) MB  $each"
done
step "$(du -sm "$out/dist/Sel" | cut -f1) MB  installed"
[[ ${1:-} == --only-pack ]] || "$here/prove.sh" "$out/dist/Sel" dist "$version" "$icon" 9>&-
step 'done'
