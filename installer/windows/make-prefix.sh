#!/usr/bin/env bash
# Makes a Wine prefix for the tests: a Windows 10 of its own, nobody's.
#
#   WINEPREFIX=DIR installer/windows/make-prefix.sh [--window]
#
# With --window, also what Qt needs. The stand-ins made here are never part of what is shipped;
# tests/packed finds them by name and by what Wine writes into its own files.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${WINEPREFIX:?the folder to make}"
rm -rf "$WINEPREFIX"
mkdir -p "$WINEPREFIX"
"$here/run.sh" wineboot -i
"$here/run.sh" winecfg -v win10 # Wine 8 says it is Windows 7
system="$WINEPREFIX/drive_c/windows/system32"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [[ ! -e $system/bcryptprimitives.dll ]]; then
    # Wine 8 has no ProcessPrng, from which cryptography takes its random numbers; what it has,
    # from the same source, stands in for it here.
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
if [[ ${1:-} == --window ]]; then
    # Qt asks ICU, which Windows 10 has and Wine 8 has not, for rare code pages; the answer here
    # is that there are none. Nothing of Sêl asks for one.
    cat >"$scratch/codepages.c" <<'C'
#define OUT __declspec(dllexport)
OUT void *ucnv_open(const char *name, int *error)
{
    (void)name;
    if (error)
        *error = 4; /* U_FILE_ACCESS_ERROR */
    return 0;
}
OUT int ucnv_countAvailable(void) { return 0; }
#define NOTHING(name) OUT long long name(void) { return 0; }
NOTHING(ucnv_close) NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE) NOTHING(ucnv_reset) NOTHING(ucnv_getMaxCharSize)
NOTHING(ucnv_getName) NOTHING(ucnv_getToUCallBack) NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack) NOTHING(ucnv_setFromUCallBack) NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_toUnicode) NOTHING(ucnv_cbFromUWriteUChars) NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_fromUCountPending) NOTHING(ucnv_getStandardName) NOTHING(ucnv_getAvailableName)
NOTHING(ucnv_fromUnicode)
C
    x86_64-w64-mingw32-gcc -shared -s -O2 -o "$system/icuuc.dll" "$scratch/codepages.c"
    # Where there is a display Qt asks for its colour profile, and falls over what Wine lacks.
    cat >"$scratch/colours.c" <<'C'
#define OUT __declspec(dllexport)
OUT void *OpenColorProfileW(void *a, unsigned b, unsigned c, unsigned d) { return 0; }
OUT int CloseColorProfile(void *profile) { return 1; }
OUT int GetColorProfileFromHandle(void *a, void *b, unsigned *c) { return 0; }
OUT void *WcsCreateIccProfile(void *a, unsigned b) { return 0; }
C
    x86_64-w64-mingw32-gcc -shared -s -O2 -o "$scratch/mscms.dll" "$scratch/colours.c"
    rm -f "$system/mscms.dll"
    cp "$scratch/mscms.dll" "$system/mscms.dll"
    "$here/run.sh" reg add 'HKCU\Software\Wine\DllOverrides' /v mscms /d native /f
fi
"$(command -v wineserver || echo /usr/lib/wine/wineserver)" -w # the registry is on the disk
