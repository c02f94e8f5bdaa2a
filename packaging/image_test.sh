#!/bin/sh
# image_test.sh BUILD_DIR SOURCE_DIR: builds the image of the Dockerfile without an engine, on a base made by debootstrap from
# the package mirror of this machine, and grades in it; installs the Debian package on the same base, and grades there.
# BASE, a folder that debootstrap has made, saves the first step.
set -eu
build=$1 source=$2
skip() { echo "skipped: $*"; exit 77; }
[ "$(id -u)" -eq 0 ] || skip "this needs root"
for program in buildah debootstrap; do command -v "$program" >/dev/null || skip "there is no $program"; done
scratch=$(mktemp -d /var/tmp/checker-image.XXXXXX)
export BUILDAH_ISOLATION=chroot
b() { buildah --storage-driver vfs --root "$scratch/storage" --runroot "$scratch/run" "$@"; }
finish() { b rm --all >/dev/null 2>&1 || :; rm -rf --one-file-system "$scratch"; }
trap finish EXIT
trap "exit 143" INT TERM HUP

base=${BASE:-$scratch/base}
if [ ! -d "$base" ]; then
  # shellcheck disable=SC2016 # apt-get's own variables
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1; exit }')
  [ -n "$mirror" ] || skip "this machine knows no mirror of Debian 12"
  debootstrap --variant=minbase bookworm "$base" "$mirror" >"$scratch/debootstrap.log" 2>&1 || { tail "$scratch/debootstrap.log"; exit 1; }
  cp /etc/apt/sources.list.d/debian.sources "$base/etc/apt/sources.list.d/" 2>/dev/null || :
fi
container=$(b from scratch)
b add --quiet "$container" "$base" / >/dev/null
b commit --quiet "$container" docker.io/library/debian:bookworm-slim >/dev/null
b rm "$container" >/dev/null

# run NAME IMAGE COMMAND...: in a container with a submission at /submission.
run() {
  name=$1 image=$2
  shift 2
  b from --pull-never --name "$name" "$image" >/dev/null
  b run --volume "$source/reference/correct/fork:/submission:ro" "$name" -- "$@"
}

b build --pull-never --tag checker "$source" >"$scratch/build.log" 2>&1 || { tail -n 40 "$scratch/build.log"; exit 1; }
entry=$(b inspect --type image --format '{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.Cmd}}' checker)
[ "$entry" = "grader [checker] [/submission]" ] || { echo "the image starts as $entry"; exit 1; }
run as-user checker checker /submission
run as-root-too checker checker validate one-message-fork
b images

cpack -G DEB --config "$build/CPackConfig.cmake" -B "$scratch/cpack" >"$scratch/cpack.log" 2>&1 || { cat "$scratch/cpack.log"; exit 1; }
b from --pull-never --name installed debian:bookworm-slim >/dev/null
b copy --quiet installed "$scratch"/cpack/*.deb /tmp/ >/dev/null
b run installed -- sh -c 'apt-get -q update && apt-get install -qy --no-install-recommends /tmp/*.deb' >"$scratch/apt.log" 2>&1 || { tail "$scratch/apt.log"; exit 1; }
b run --volume "$source/reference/correct/fork:/submission:ro" installed -- checker /submission
