#!/usr/bin/env bash
# A Windows on Linux: makes what is missing of it, then runs a Windows Python in it.
#
#   installer/windows/lab.sh [ARGUMENTS OF PYTHON…]
#   installer/windows/lab.sh --test [ARGUMENTS OF PYTEST…]
#
# With --test it runs tests/windows, and OpenSSL has the last word on what was signed there.
#
# Lies in the person's cache folder (or in SEL_WINDOWS_LAB), outside the checkout; made anew when
# one of its recipes or pins changes. 64-bit Debian, for instance; see docs/windows-lab.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
lab=${SEL_WINDOWS_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/sel/windows-lab}
host=$root/.venv/bin/python
tests=(pytest iniconfig packaging pluggy pygments colorama hypothesis sortedcontainers attrs)

say() { printf 'windows-lab: %s\n' "$*" >&2; }
unavailable() { # exit status 69, EX_UNAVAILABLE: nothing was tested, and nothing is wrong with Sêl
    say "cannot be had here: $*"
    exit 69
}

# --- what the system has to bring -----------------------------------------------------------

missing=()
command -v wine64 >/dev/null || [[ -x /usr/lib/wine/wine64 ]] || missing+=(wine wine64)
command -v x86_64-w64-mingw32-gcc >/dev/null || missing+=(gcc-mingw-w64-x86-64)
command -v unzip >/dev/null || missing+=(unzip)
command -v openssl >/dev/null || missing+=(openssl)
if ((${#missing[@]})); then
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        say "installing ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null &&
            apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null ||
            unavailable "${missing[@]}"
    else
        say "please install these first, for instance: sudo apt-get install ${missing[*]}"
        exit 69
    fi
fi

# --- the lab itself: Python, a Windows, the packages ----------------------------------------

version=$("$host" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
case $version in
3.11 | 3.12 | 3.13) ;;
*) unavailable "a Windows Python $version, the version of .venv (3.11 to 3.13 can)" ;;
esac

fingerprint() { cat "$@" | cksum; }

made() { # made NAME RECIPES…: whether this part is in place and as its recipes say
    [[ -f $lab/$1.made && $(<"$lab/$1.made") == "$version $(fingerprint "${@:2}")" ]]
}

done_with() { printf '%s %s\n' "$version" "$(fingerprint "${@:2}")" >"$lab/$1.made"; }

mkdir -p "$lab"
exec 9>"$lab/lock"
flock 9 # two at once would trip over each other
export WINEPREFIX=$lab/prefix

recipe=("$here/make-python.sh" "$here/python.txt")
if ! made python "${recipe[@]}"; then
    say "making a Windows Python $version"
    rm -f "$lab/packages.made"
    "$here/make-python.sh" "$lab/python" "$host" ||
        unavailable "the wheel of $here/python.txt"
    done_with python "${recipe[@]}"
fi
recipe=("$here/make-prefix.sh" "$here/run.sh")
if ! made prefix "${recipe[@]}"; then
    say "making a Wine prefix"
    "$here/make-prefix.sh" >/dev/null 9>&-
    done_with prefix "${recipe[@]}"
fi
"$host" "$here/requirements.py" "$version" "$root/requirements/run.txt" \
    "$root/requirements/dev.txt" "${tests[@]}" >"$lab/requirements.txt"
recipe=("$lab/requirements.txt")
if ! made packages "${recipe[@]}"; then
    say "installing the Windows wheels of requirements/"
    rm -rf "$lab/python/Lib/site-packages"
    "$host" -m pip --disable-pip-version-check install -qq --require-hashes --no-deps \
        --only-binary=:all: --platform win_amd64 --python-version "$version" \
        --implementation cp --abi "cp${version/./}" --abi abi3 --abi none --no-compile \
        --target "$lab/python/Lib/site-packages" -r "$lab/requirements.txt" ||
        unavailable "the packages of $lab/requirements.txt"
    done_with packages "${recipe[@]}"
fi

export TIMEOUT=${TIMEOUT:-2400} # seconds
# Wine's server outlives what it served; the lock is not for it to keep.
python() { "$here/run.sh" "$lab/python/python.exe" "$@" 9>&-; }
server=$(command -v wineserver || echo /usr/lib/wine/wineserver)
windows() { printf 'Z:%s' "${1//\//\\}"; } # a path as Windows says it

[[ $# != 0 ]] || exit 0
if [[ $1 != --test ]]; then
    python "$@"
    exit
fi
material=$lab/material
"$root/tests/windows/material.sh" "$material"
x86_64-w64-mingw32-gcc -o "$material/headers.exe" "$root/tests/windows/headers.c"
trap '"$server" -k 2>/dev/null 9>&- || true' EXIT # whatever is left over in this prefix goes
cd "$root"
export PYTHONPATH SEL_WINDOWS_MATERIAL
PYTHONPATH=$(windows "$root/app") SEL_WINDOWS_MATERIAL=$(windows "$material")
if [[ $# == 1 ]]; then
    python -m pytest -rs tests/windows
    "$root/tests/windows/verify.sh" "$material"
else
    python -m pytest -rs "${@:2}"
fi
