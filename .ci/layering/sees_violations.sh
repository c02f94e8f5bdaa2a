#!/bin/sh
# only_includes.sh is silent about what is allowed, and names what is not.
set -eu
script=$(dirname -- "$0")/only_includes.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/low" "$tree/high"
printf '#include <vector>\n#include "checker/model/check.h"\n' >"$tree/low/fine.cc"
printf '#include "checker/drive/client.h"\n' >"$tree/low/fine_test.cc"
sh "$script" "$tree" low checker/model/

expect_named() {
  wanted=$1
  shift
  if said=$(sh "$script" "$tree" "$@"); then
    echo "not seen: $wanted"
    exit 1
  fi
  case $said in
    "$wanted"*) ;;
    *)
      echo "wanted $wanted, got $said"
      exit 1
      ;;
  esac
}

expect_named 'low/fine_test.cc:1:#include "checker/drive/client.h"' --tests-too low checker/model/
printf '#include "checker/models.h"\n' >"$tree/high/planted.h"
expect_named 'high/planted.h:1:#include "checker/models.h"' high checker/model/
printf '\n  # include <reference/fault.h>\n' >"$tree/high/planted.h"
expect_named 'high/planted.h:2:  # include <reference/fault.h>' high checker/ sandbox/
