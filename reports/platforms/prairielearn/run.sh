#!/bin/sh
# Grades /grade/student; a question's tests/assignment.json says how. PrairieLearn reads the results only if this ends with 0.
set -u
root=${GRADE_ROOT:-/grade}
assignment=$root/tests/assignment.json
[ -e "$assignment" ] || assignment=auto
mkdir -p "$root/results"
"${CHECKER:-checker}" grade "$root/student" --assignment "$assignment" --exit-zero \
  --report prairielearn="$root/results/results.json" --report terminal
exit 0
