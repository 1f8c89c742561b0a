#!/usr/bin/env bash
# Makes a Wine prefix for the tests: a Windows 10 of its own, nobody's.
#
#   WINEPREFIX=DIR installer/windows/make-prefix.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${WINEPREFIX:?the folder to make}"
rm -rf "$WINEPREFIX"
mkdir -p "$WINEPREFIX"
"$here/run.sh" wineboot -i
"$here/run.sh" winecfg -v win10 # Wine 8 says it is Windows 7
system="$WINEPREFIX/drive_c/windows/system32"
if [[ ! -e $system/bcryptprimitives.dll ]]; then
    # Wine 8 has no ProcessPrng, from which cryptography takes its random numbers; what it has,
    # from the same source, stands in for it here. Never part of what is shipped.
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    cat >"$scratch/random.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* RtlGenRandom */
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE out, SIZE_T size)
{
    return SystemFunction036(out, (ULONG)size);
}
C
    x86_64-w64-mingw32-gcc -shared -s -O2 -o "$system/bcryptprimitives.dll" "$scratch/random.c" \
        -ladvapi32
fi
"$(command -v wineserver || echo /usr/lib/wine/wineserver)" -w # the registry is on the disk
