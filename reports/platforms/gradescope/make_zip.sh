#!/bin/sh
# make_zip.sh [ASSIGNMENT.json]: writes autograder.zip, what Gradescope asks for under "Configure Autograder".
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
zip=$PWD/autograder.zip
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
set -- ${1:+"$1"}
if [ $# -eq 1 ]; then
  cp "$1" "$scratch/assignment.json"
  set -- --add-file="$scratch/assignment.json"
fi
git -C "$here/../../.." archive --format=zip -o "$zip" \
  --add-file="$here/setup.sh" --add-file="$here/run_autograder" "$@" --prefix=checker/ HEAD
echo "$zip"
