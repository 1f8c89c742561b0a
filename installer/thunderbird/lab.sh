#!/usr/bin/env bash
# A real Thunderbird, without a window and without a network, for tests/thunderbird.
#
#   installer/thunderbird/lab.sh                                make sure that there is one
#   installer/thunderbird/lab.sh --test [ARGUMENTS OF PYTEST…]  and run the tests beside it
#
# SEL_THUNDERBIRD names another one than the system's. See docs/thunderbird-lab.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
oldest=140 # what the scripts of tests/thunderbird know their way about in

say() { printf 'thunderbird-lab: %s\n' "$*" >&2; }
unavailable() { # exit status 69, EX_UNAVAILABLE: nothing was tested, and nothing is wrong with Sêl
    say "cannot be had here: $*"
    exit 69
}

program=${SEL_THUNDERBIRD:-$(command -v thunderbird || true)}
missing=()
[[ -n $program ]] || missing+=(thunderbird)
command -v openssl >/dev/null || missing+=(openssl)
command -v certutil >/dev/null || missing+=(libnss3-tools)
if ((${#missing[@]})); then
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        say "installing ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null &&
            apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null ||
            unavailable "${missing[@]}"
        program=${program:-$(command -v thunderbird || true)}
    else
        say "please install these first, for instance: sudo apt-get install ${missing[*]}"
        exit 69
    fi
fi
[[ -x $program ]] || unavailable "no Thunderbird: $program"

# It writes into its home even when it is only asked for its version.
home=$(mktemp -d)
version=$(HOME=$home "$program" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+[a-z]*' || true)
rm -rf "$home"
[[ -n $version ]] || unavailable "$program does not start"
((${version%%.*} >= oldest)) || unavailable "$program is $version; $oldest or later is needed"
say "Thunderbird $version"

[[ $# != 0 ]] || exit 0
[[ $1 == --test ]] || { say "only --test is known, not $1"; exit 64; }
cd "$root"
export SEL_THUNDERBIRD=$program
shift
.venv/bin/python -m pytest -rs "${@:-tests/thunderbird}"
