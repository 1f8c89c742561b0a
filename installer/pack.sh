#!/usr/bin/env bash
# Packs Sêl for the Linux it runs on: dist/sel-VERSION-linux-MACHINE.tar.xz, searched and tried.
#
#   installer/pack.sh
#
# See docs/packing.md, also for what another Linux has to bring.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
work=$root/build/pack
source=$work/source out=$work/linux
python=.venv/bin/python
export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export PYTHONPYCACHEPREFIX=$work/bytecode
unset PYTHONDONTWRITEBYTECODE PYTHONPATH

step() { printf 'pack: %4d s  %s\n' "$SECONDS" "$*"; }

# --- a Python with what is packed and PyInstaller, and nothing else ---------------------------

# The system's own Python, if it can be packed: another one holds the folders of who built it.
# PACK_PYTHON names another, which needs its shared library (libpython3.XX.so).
from=${PACK_PYTHON:-}
if [[ -z $from ]]; then
    digits=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    from=/usr/bin/python$digits
    [[ -x $from && $(ldconfig -p) == *"libpython$digits.so.1"* ]] ||
        from=$("$python" -c 'import sys; print(sys._base_executable)')
fi
stamp="2 $("$from" -VV) $from $(cksum <requirements/build-app.txt) $work"
if [[ ! -f $work/venv.made || $(<"$work/venv.made") != "$stamp" ]]; then
    step 'a clean Python'
    rm -rf "$work/venv" "$work/venv.made"
    "$from" -m venv --without-pip "$work/venv"
    "$python" -m pip --disable-pip-version-check --python "$work/venv/bin/python" install -qq \
        --no-compile --require-hashes -r requirements/build-app.txt
    printf '%s' "$stamp" >"$work/venv.made"
fi

# --- the program ------------------------------------------------------------------------------

installer/export.sh "$source"
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$source/app/sel/__init__.py")
step "freezing Sêl $version"
rm -rf "$out"
mkdir -p "$out" dist
"$work/venv/bin/python" -m PyInstaller --clean --noconfirm --log-level WARN \
    --distpath "$out/dist" --workpath "$out/work" "$source/installer/sel.spec" \
    >"$out/freeze.log" 2>&1 || { tail -n 40 "$out/freeze.log" && exit 1; }
step 'searching it for what must not be in it'
# Many wheels are built in a home that is called /root, too.
never=(--never "$root" --never "$HOME/.cache")
[[ $HOME == /root ]] || never+=(--never "$HOME")
[[ $from == /usr/bin/* ]] || never+=(--never "$("$from" -c 'import sys; print(sys.base_prefix)')")
"$python" installer/scan.py "$out/dist/Sel" "${never[@]}"
package=dist/sel-$version-linux-$(uname -m).tar.xz
step "$package"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    -C "$out/dist" -cf - Sel | xz -T2 >"$package"

# --- and what it does -------------------------------------------------------------------------

trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
tar -xf "$package" -C "$trial"
mkdir "$trial/home"
clean=(env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME="$trial/home")
step 'its smoke test'
"${clean[@]}" "$trial/Sel/sel" --smoke "$trial/smoke.json" || {
    cat "$trial/smoke.json"
    exit 1
}
"$python" - "$trial/smoke.json" <<'P'
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
assert document["frozen"] and document["held"]
print(f"pack:         {len(document['checks'])} checks hold, {document['seconds']} s")
P
[[ $("${clean[@]}" "$trial/Sel/sel" --version) == "sel $version" ]]
unpacked=$(du -sm "$trial/Sel" | cut -f1) packed=$(du -m "$package" | cut -f1)
step "done: $packed MB packed, $unpacked MB unpacked"
