#!/bin/sh
# Keeps the README's table of checks equal to the catalogue.
# usage: readme_table.sh CHECKER README [--write]
# Fails where they differ and prints the difference; --write puts the catalogue's table into the README.
set -eu
checker=$1
readme=$2

table() {
  printf '| | check | |\n|---|---|---|\n'
  "$checker" list | sed -n 's/^\(MUST\|SHOULD\)  *\([^ ]*\)  *\(.*\)$/| \1 | `\2` | \3 |/p'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
table >"$work/table"
awk -v table="$work/table" '
  /^<!-- checks: end -->$/ { inside = 0 }
  !inside { print }
  /^<!-- checks: from `checker list` -->$/ { inside = 1; while ((getline line < table) > 0) print line }
' "$readme" >"$work/readme"
grep -q '^| MUST' "$work/table"
grep -qF '| MUST' "$work/readme"

[ "${3:-}" != --write ] || cat "$work/readme" >"$readme"
diff -u "$readme" "$work/readme"
