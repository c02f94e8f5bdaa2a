#!/bin/sh
# Runs once, when Gradescope builds the image: installs and builds the checker.
set -eu
"${AUTOGRADER_ROOT:-/autograder}/source/checker/grade" --version
