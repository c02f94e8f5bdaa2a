#!/bin/sh
# What the action does; the runner passes inputs as INPUT_*, and starts it in the workspace.
set -eu
echo "report=checker-report.html" >>"$GITHUB_OUTPUT"
set -- "$INPUT_SUBMISSION" --assignment "$INPUT_ASSIGNMENT" --audience students \
  --report github --report html=checker-report.html
[ "$INPUT_FAIL" = true ] || set -- "$@" --exit-zero
exec checker grade "$@"
