#!/usr/bin/env bash
# All tests, in two sweeps, and lint beside the first; all run even if one of them fails.
# `make test` calls this.
#
#   1. whatever can stand beside something else, on two processes
#   2. people/: the real window, each language on a home, screen and session bus of its own
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Sêl is started some thousand times: compiled once, and none of it beside the sources.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$PWD/build/pycache
pytest=(.venv/bin/python -m pytest -rfEs --durations=8 --durations-min=10)
status=0

lint=$(mktemp)
make lint >"$lint" 2>&1 &
"${pytest[@]}" -n 2 --dist load --maxschedchunk 1 -m "not people" || status=$?
wait $! || status=$?
cat "$lint"
rm -f "$lint"

if compgen -G 'tests/people/test_*.py' >/dev/null; then
    people=("${pytest[@]}" -m people tests/people)
    welsh=$(mktemp)
    SEL_SCREEN=199 tests/desk.sh "${people[@]}" -k 'cy]' >"$welsh" 2>&1 &
    tests/desk.sh "${people[@]}" -k 'not cy]' || status=$?
    wait $! || status=$?
    cat "$welsh"
    rm -f "$welsh"
fi
exit "$status"
