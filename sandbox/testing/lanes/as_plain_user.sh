#!/bin/sh
# as_plain_user.sh PROGRAM [ARGUMENT...]: runs a test program as user 65534 on a copy, where all that it needs can be read.
# Ends with 77 (skipped) if there is nobody to change from.
set -e
[ "$(id -u)" = 0 ] || exit 77
bin=$(dirname "$1")
program=$(basename "$1")
shift
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
chmod 755 "$copy"
cp -r "$bin/$program" "$bin/sandbox-launcher" "$bin/sandbox_testing" "$copy"
chmod -R a+rX "$copy"
cd "$copy"
setpriv --reuid=65534 --regid=65534 --clear-groups "./$program" "$@"
