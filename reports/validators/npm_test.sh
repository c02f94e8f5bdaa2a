#!/bin/sh
# npm_test.sh GOLDEN_DIR WORK_DIR ACTION...: other people's validators on the golden reports and on files for GitHub Actions.
# Their versions are pinned in package.json; npm fetches them, and where that cannot be the test is skipped (77).
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
golden=$1 work=$2
shift 2
command -v npm >/dev/null || { echo "skipped: there is no npm"; exit 77; }
mkdir -p "$work"
if ! cmp -s "$here/package.json" "$work/package.json"; then
  rm -rf "$work/node_modules"
  cp "$here/package.json" "$work/installing.json"
  mv "$work/installing.json" "$work/package.json"
  if ! (cd "$work" && npm install --ignore-scripts --no-package-lock --no-audit --no-fund >npm.log 2>&1); then
    rm -f "$work/package.json"
    echo "skipped: npm could not fetch the validators; $work/npm.log says why"
    exit 77
  fi
fi
cp "$here/validate.mjs" "$work/"
exec node "$work/validate.mjs" "$golden" "$@"
