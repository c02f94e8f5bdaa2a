# Sourced by ./grade and ./run-tests, where something has to be installed or built.
# Reads: root (the checkout, absolute).
# shellcheck shell=sh

# The one list of what building, testing and grading need. The same names
# serve Debian 12 and Ubuntu 24.04, but for Boost: Debian 12's own default is too old.
packages="g++ gcc make cmake ninja-build pkgconf nlohmann-json3-dev libseccomp-dev libfmt-dev
  libcli11-dev libkainjow-mustache-dev libvalijson-dev libarchive-dev libdw-dev libssl-dev libgtest-dev libgmock-dev patch curl
  python3 python3-jsonschema python3-yaml"

say() { printf '%s\n' "$*" >&2; }

# Runs a command and shows what it printed only if it fails.
quietly() {
  quietly_log=$(mktemp)
  quietly_status=0
  "$@" >"$quietly_log" 2>&1 </dev/null || quietly_status=$?
  [ "$quietly_status" -eq 0 ] || cat "$quietly_log" >&2
  rm -f "$quietly_log"
  return "$quietly_status"
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing_packages() {
  missing=
  for package in $packages; do
    installed "$package" || missing="$missing $package"
  done
  # shellcheck disable=SC2016 # dpkg-query's own variables
  if ! dpkg-query -W -f '${Package} ${db:Status-Status}\n' 'libboost1.*-dev' 2>/dev/null |
    grep -Eq '^libboost1\.(8[1-9]|9[0-9])-dev installed$'; then
    boost=libboost-dev
    # shellcheck source=/dev/null
    [ "$(. /etc/os-release && echo "$ID-$VERSION_ID")" != debian-12 ] || boost=libboost1.81-dev
    missing="$missing $boost"
  fi
  printf '%s' "${missing# }"
}

# Ends the script with 69 where something is missing and cannot be installed. Without dpkg, CMake
# says what it lacks.
install_packages() {
  command -v dpkg-query >/dev/null || return 0
  wanted=$(missing_packages)
  [ -n "$wanted" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "Packages are missing. Install them with"
    say "    sudo apt-get install --no-install-recommends $wanted"
    exit 69
  fi
  say "Installing $wanted"
  export DEBIAN_FRONTEND=noninteractive
  wait_for_lock="-o DPkg::Lock::Timeout=300"
  # shellcheck disable=SC2086 # one word each
  quietly apt-get -q $wait_for_lock update || say "The package lists could not be updated."
  # shellcheck disable=SC2086 # one word each
  quietly apt-get -qy $wait_for_lock install --no-install-recommends $wanted || exit 69
}

# Where to build: $CHECKER_BUILD_DIR, else build/, else (in a checkout that may not be written)
# the user's cache.
choose_build_dir() {
  build=${CHECKER_BUILD_DIR:-$root/build}
  mkdir -p "$build" 2>/dev/null || :
  [ ! -w "$build" ] || return 0
  build=$(cached_build_dir)
  mkdir -p "$build"
}

cached_build_dir() {
  printf '%s/checker/%s' "${XDG_CACHE_HOME:-$HOME/.cache}" \
    "$(printf '%s' "$root" | cksum | tr -d ' ')"
}

# configure_and_build TARGET...: in $build, one at a time. $CHECKER_CMAKE_FLAGS are added when it is
# configured.
configure_and_build() {
  exec 9>"$build/.lock"
  flock 9
  if [ ! -e "$build/build.ninja" ] ||
    ! grep -qsFx "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
    # shellcheck disable=SC2086 # one word each
    quietly cmake --fresh --preset release -S "$root" -B "$build" ${CHECKER_CMAKE_FLAGS:-} || exit 70
  fi
  # The stamp is as old as the beginning: what changes while the compiler works is built next time.
  : >"$build/.stamp.new"
  quietly ninja -C "$build" "$@" || exit 70
  mv "$build/.stamp.new" "$build/.stamp"
  exec 9>&-
}
