#!/usr/bin/env bash
# Makes both installers of a frozen program: OUT/Sel-VERSION-setup.exe and OUT/Sel-VERSION.msi.
#
#   SOURCE_DATE_EPOCH=SECONDS installer/windows/installers.sh FROZEN OUT VERSION ICON [--quick]
#
# --quick packs loosely, for what is only tried and thrown away. SEL_SIGN names a command that is
# called with each file to be signed, see docs/packing.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
frozen=$(realpath "${1:?FROZEN}") out=$(realpath "${2:?OUT}") version=${3:?VERSION}
icon=$(realpath "${4:?ICON}")
python=${PYTHON:-$root/.venv/bin/python}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# shellcheck disable=SC2086  one command with its own arguments
sign() { [[ -z ${SEL_SIGN:-} ]] || $SEL_SIGN "$1"; }

setup=$out/Sel-$version-setup.exe msi=$out/Sel-$version.msi
rm -f "$setup" "$msi"
QT_QPA_PLATFORM=offscreen "$python" "$root/installer/icon.py" "$scratch/panel.bmp"
quick=()
[[ ${5:-} != --quick ]] || quick=(-DQUICK)
makensis -V2 -INPUTCHARSET UTF8 "${quick[@]}" -DVERSION="$version" -DSOURCE="$frozen" \
    -DICON="$icon" -DPANEL="$scratch/panel.bmp" -DOUT="$setup" "$here/setup.nsi"
sign "$setup"

# A product of its own for each version, a package of its own for each content: wixl would draw
# both at random.
name() { "$python" -c 'import sys, uuid
code = uuid.UUID("b95fa5b8-84f4-4fdc-a027-57e04d8cae3d")
print(str(uuid.uuid5(code, " ".join(sys.argv[1:]))).upper())' "$@"; }
content=$(cd "$frozen" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum |
    cat - "$here/product.wxs" "$here/setup.nsi" | sha256sum | cut -d' ' -f1)
# wixl finds sources beside its own file only.
cp -r --preserve=mode "$frozen" "$scratch/payload"
find "$scratch/payload" -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH:?}" {} +
cp "$icon" "$scratch/Sel.ico"
"$python" "$here/offers.py" "$here/product.wxs" >"$scratch/product.wxs"
(cd "$frozen" && find . -type f | LC_ALL=C sort) |
    wixl-heat -p ./ --directory-ref INSTALLDIR --component-group Program --var var.SOURCE --win64 \
        >"$scratch/files.wxs"
(cd "$scratch" && wixl -a x64 -D SOURCE=payload -D Win64=yes -D VERSION="$version" \
    -D PRODUCT="$(name product "$version")" -D ICON=Sel.ico -o "$msi" product.wxs files.wxs)
msibuild "$msi" -s 'Sêl' 'The Sêl project' 'x64;1033' "{$(name package "$content")}"
sign "$msi"
