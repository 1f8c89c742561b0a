#!/usr/bin/env bash
# Packs Sêl for the Mac it runs on: dist/Sel-VERSION-macos-MACHINE.dmg with Sel.app, smoke-tested.
#
#   installer/macos/build.sh
#
#   SEL_SIGN     the name of a "Developer ID Application" certificate in the keychain. Without it
#                the app is signed by nobody (ad hoc), and macOS asks people before it opens it.
#   SEL_NOTARY   a profile of `xcrun notarytool store-credentials`; with it the image is notarised
#                and stapled. Needs SEL_SIGN.
#
# Not verified until it has run on a Mac; see docs/it/deployment.md. Nothing here asks for a password.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
[[ $(uname) == Darwin ]] || {
    printf 'macos: this is no Mac\n' >&2
    exit 69
}
sign=${SEL_SIGN:--} notary=${SEL_NOTARY:-}
[[ -z $notary || $sign != - ]] || {
    printf 'macos: SEL_NOTARY needs SEL_SIGN\n' >&2
    exit 2
}
work=$root/build/pack/macos
python=${PYTHON:-python3}
export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH PYTHONUTF8=1
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)

step() { printf 'macos: %4d s  %s\n' "$SECONDS" "$*"; }

step 'a clean Python'
rm -rf "$work"
mkdir -p "$work" dist
"$python" -m venv "$work/venv"
packed=$work/venv/bin/python
"$packed" -m pip --disable-pip-version-check install -qq --require-hashes \
    -r requirements/build-app.txt

step 'the words, the icon'
# Babel compiles the words; it has no place in what is packed.
"$python" -m venv "$work/words"
"$work/words/bin/python" -m pip --disable-pip-version-check install -qq --require-hashes \
    -r requirements/build.txt
"$work/words/bin/python" installer/words.py compile
QT_QPA_PLATFORM=offscreen "$packed" installer/icon.py "$work/Sel.icns"

version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' app/sel/__init__.py)
step "freezing Sêl $version"
SEL_ICON=$work/Sel.icns "$packed" -m PyInstaller --clean --noconfirm --log-level WARN \
    --distpath "$work/dist" --workpath "$work/freeze" installer/sel.spec
app=$work/dist/Sel.app
for language in en cy; do
    mkdir -p "$app/Contents/Resources/$language.lproj"
    cp "$here/$language.lproj/InfoPlist.strings" "$app/Contents/Resources/$language.lproj/"
done
"$python" installer/scan.py "$app" --never "$root" --never "$HOME"

step "signing: $sign"
how=(--force --sign "$sign")
# Without a team's name, the hardened runtime would refuse the app's own libraries.
[[ $sign == - ]] || how+=(--options runtime --timestamp --entitlements "$here/entitlements.plist")
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 codesign "${how[@]}"
codesign "${how[@]}" "$app/Contents/MacOS/sel-cli"
codesign "${how[@]}" "$app"
codesign --verify --strict --deep "$app"

step 'its smoke test'
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
env -i PATH=/usr/bin:/bin LANG=en_GB.UTF-8 HOME="$home" \
    "$app/Contents/MacOS/sel-cli" --smoke "$work/smoke.json" || {
    cat "$work/smoke.json"
    exit 1
}

image=dist/Sel-$version-macos-$(uname -m).dmg
step "$image"
stage=$work/stage
mkdir -p "$stage"
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$image"
hdiutil create -quiet -volname "Sêl $version" -srcfolder "$stage" -fs HFS+ -format ULFO "$image"
[[ $sign == - ]] || codesign --force --sign "$sign" --timestamp "$image"
if [[ -n $notary ]]; then
    step 'notarising'
    xcrun notarytool submit "$image" --keychain-profile "$notary" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature "$image"
fi
step 'done'
