#!/bin/sh
# Prints every #include of this project's own headers in FOLDER that begins with none of the ALLOWED prefixes, and fails if
# there is one.
# usage: only_includes.sh ROOT [--tests-too] FOLDER ALLOWED...
# Tests and their fixtures may look upwards, so they are left out unless --tests-too is said.
set -eu
cd -- "$1"
shift
not_tests='_(test|bench|fuzz|soak|fixture|test_base)\.(cc|h):|/test_[a-z_]*\.(cc|h):'
case $1 in
  --tests-too) not_tests='^$' && shift ;;
esac
folder=$1
shift
allowed=$(printf '|%s' "$@")

own='^[[:space:]]*#[[:space:]]*include[[:space:]]*["<](sandbox|checker|testcases|reports|reference)/'
found=$(grep -rnE --include='*.cc' --include='*.h' "$own" "$folder" | grep -vE "$not_tests" |
  grep -vE "include[[:space:]]*[\"<](${allowed#|})" || :)
[ -z "$found" ] && exit 0
printf '%s\n' "$found"
printf '%s may include only: %s\n' "$folder" "$*"
exit 1
