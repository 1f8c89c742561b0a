#!/usr/bin/env bash
# Puts what is committed, with its words compiled, into a folder: that and nothing else is packed.
#
#   installer/export.sh OUT
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:?OUT}
cd "$root"
git rev-parse --quiet --verify HEAD >/dev/null || {
    printf 'export: this is no checkout with a commit\n' >&2
    exit 69
}
changed=$(git status --porcelain | wc -l)
((changed == 0)) || printf 'export: %s files differ from the commit; the commit is packed\n' "$changed" >&2
rm -rf "$out"
mkdir -p "$out"
git archive HEAD | tar -x -C "$out"
.venv/bin/python "$out/installer/words.py" compile
.venv/bin/python - "$out/app" <<'P' # what cannot be compiled would be left out without a word
import pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    compile(path.read_bytes(), path.name, "exec", dont_inherit=True)
P
