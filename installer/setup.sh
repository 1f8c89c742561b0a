#!/usr/bin/env bash
# Makes a checkout ready to run or to be tested: system packages, .venv, pinned requirements.
#
#   installer/setup.sh run | test
#   installer/setup.sh system      only what the system has to bring for the tests; as root
#
# Says nothing and does nothing where all is in place. System packages are asked for by what
# they bring (a library, a program), so any Linux that has them will do; they are installed
# where that can be done (root, apt-get), else one line names them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose=${1:?run, test or system}
venv=.venv
missing=()

say() { printf 'setup: %s\n' "$*" >&2; }

# --- what the system has to bring -----------------------------------------------------------

libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)

library() { # library SONAME PACKAGE
    [[ $libraries == *"$1 "* ]] || missing+=("$2")
}

program() { # program NAME PACKAGE
    command -v "$1" >/dev/null || missing+=("$2")
}

font() { # font PACKAGE: any outline font will do, as long as there is one
    [[ -n $(find /usr/share/fonts /usr/local/share/fonts \( -name '*.ttf' -o -name '*.otf' \) \
        -print -quit 2>/dev/null) ]] || missing+=("$1")
}

needed_to_run() {
    library libEGL.so.1 libegl1
    library libGL.so.1 libgl1
    library libfontconfig.so.1 libfontconfig1
    library libfreetype.so.6 libfreetype6
    library libxkbcommon.so.0 libxkbcommon0
    library libdbus-1.so.3 libdbus-1-3
    library libglib-2.0.so.0 libglib2.0-0
    library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    library libxcb-cursor.so.0 libxcb-cursor0
    library libxcb-icccm.so.4 libxcb-icccm4
    library libxcb-image.so.0 libxcb-image0
    library libxcb-keysyms.so.1 libxcb-keysyms1
    library libxcb-randr.so.0 libxcb-randr0
    library libxcb-render-util.so.0 libxcb-render-util0
    library libxcb-shape.so.0 libxcb-shape0
    library libxcb-xkb.so.1 libxcb-xkb1
    library libwayland-cursor.so.0 libwayland-cursor0
    library libwayland-egl.so.1 libwayland-egl1
    library libnss3.so libnss3
    font fonts-dejavu-core
}

needed_to_test() {
    program openssl openssl
    program certutil libnss3-tools
    program certtool gnutls-bin
    program gpgsm gpgsm
    program keytool default-jre-headless
    program Xvfb xvfb
    program xauth xauth
    program dbus-run-session dbus
    program gnome-keyring-daemon gnome-keyring
    program xdotool xdotool
    [[ -x $(PATH="$PATH:/usr/sbin" command -v slapd || true) ]] || missing+=(slapd)
    program pdftoppm poppler-utils
    program strace strace
    [[ -x /usr/libexec/at-spi-bus-launcher || -x /usr/lib/at-spi2-core/at-spi-bus-launcher ]] ||
        missing+=(at-spi2-core)
    # The tree is read by the system's own Python: gi is not to be had for any other.
    /usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null ||
        missing+=(python3 python3-gi gir1.2-atspi-2.0)
}

can_install() {
    [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null
}

install_missing() {
    ((${#missing[@]})) || return 0
    if can_install; then
        say "installing ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        if apt-get -qq update >/dev/null &&
            apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null; then
            missing=()
            return 0
        fi
    fi
    say "please install these first, for instance: sudo apt-get install ${missing[*]}"
    return 1
}

# --- Python ---------------------------------------------------------------------------------

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

choose_python() {
    if ! python=$(find_python); then
        if can_install; then
            missing+=(python3 python3-venv)
            install_missing || exit 1
        fi
        if ! python=$(find_python); then
            say "Sêl needs Python 3.11 or newer; here is $(python3 --version 2>&1 || echo none)"
            exit 1
        fi
    fi
    # Debian keeps the part that makes virtual environments in a package of its own.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        missing+=("$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
    fi
}

has_venv() { # a whole one that was not moved since: the scripts in it hold its path
    if [[ -f $venv/made-at ]]; then
        [[ $(<"$venv/made-at") == "$PWD" ]]
    else
        "$venv/bin/python" -m pip --version >/dev/null 2>&1
    fi
}

fingerprint() { # what Sêl's own installation depends on
    { pwd && cat pyproject.toml requirements/build.txt "$@"; } | cksum
}

fill_venv() { # fill_venv REQUIREMENTS
    local stamp="$venv/made-to-$purpose"
    [[ -f $stamp && $(<"$stamp") == "$(fingerprint "$1")" ]] && return 0
    say "installing $1"
    local pip=("$venv/bin/python" -m pip --disable-pip-version-check --no-input)
    # Compiled when first imported: most of what the tools bring never is.
    "${pip[@]}" install -qq --no-compile --require-hashes -r requirements/build.txt -r "$1" >&2
    "${pip[@]}" install -qq --no-deps --no-build-isolation --editable . >&2
    pwd >"$venv/made-at"
    fingerprint "$1" >"$stamp"
    # What is ready for testing is ready to run.
    fingerprint requirements/run.txt >"$venv/made-to-run"
}

no_display() {
    [[ $(uname) == Linux && -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]
}

case $purpose in
run) requirements=requirements/run.txt ;;
test) requirements=requirements/dev.txt ;;
system) requirements= ;;
*) say "run, test or system, not $purpose" && exit 2 ;;
esac

[[ $purpose == system ]] || has_venv || choose_python
if [[ $(uname) == Linux ]]; then
    needed_to_run
    [[ $purpose == run ]] || needed_to_test
    # Without a display only the rehearsal runs, and that needs none of it.
    install_missing || { [[ $purpose == run ]] && no_display; } || exit 1
fi
[[ $purpose != system ]] || exit 0
if ! has_venv; then
    say "making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
fill_venv "$requirements"
# The names that macOS gives its keychain's functions: tests/macos reads them on any system.
[[ $purpose == run ]] || "$venv/bin/python" installer/macos/wheel.py "$venv/macos"
