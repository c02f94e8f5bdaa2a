#!/bin/sh
# package_test.sh BUILD_DIR SOURCE_DIR: makes the Debian package, unpacks it somewhere, and uses what is there as it would be
# used when it is installed.
set -eu
build=$1 source=$2
for program in dpkg-shlibdeps file; do command -v "$program" >/dev/null || { echo "skipped: there is no $program"; exit 77; }; done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
cd "$scratch"
fail() { echo "$*" >&2; exit 1; }

cpack -G DEB --config "$build/CPackConfig.cmake" -B "$scratch/cpack" >cpack.log 2>&1 || { cat cpack.log; exit 1; }
package=$(ls cpack/*.deb)
dpkg-deb --field "$package" Depends | grep -q 'gcc, g++, make' || fail "what building takes is no dependency"
dpkg-deb --field "$package" Depends | grep -q libseccomp2 || fail "the libraries are no dependency"
dpkg -x "$package" root
for file in usr/bin/checker usr/libexec/checker/sandbox-launcher usr/share/man/man1/checker.1.gz \
  usr/share/bash-completion/completions/checker usr/share/zsh/vendor-completions/_checker \
  usr/share/checker/assignments/echo-fork.json usr/share/checker/schema/assignment.v1.schema.json \
  usr/share/checker/platforms/gradescope/run_autograder usr/share/doc/checker/copyright; do
  [ -e "root/$file" ] || fail "$file is missing"
done
if command -v lintian >/dev/null; then lintian --allow-root --fail-on error "$package"; fi

PATH=$scratch/root/usr/bin:$PATH
# The reference of an assignment is found where the package has put it.
checker validate one-message-fork >validated || { cat validated; exit 1; }
grep -q "$scratch/root/usr/share/checker/reference" validated || fail "graded something else: $(cat validated)"

# Every command and option is in the manual page, which has nothing that man complains of.
zcat root/usr/share/man/man1/checker.1.gz >checker.1
if command -v man >/dev/null; then
  [ -z "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man -l --warnings checker.1 2>&1 >/dev/null)" ] || fail "man complains of checker.1"
fi
for command in $(checker --help | awk '/^Subcommands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }'); do
  grep -qx ".SS checker $command" checker.1 || fail "checker.1 does not name $command"
  for option in $(checker "$command" --help | grep -o -- '--[a-z][a-z-]*' | grep -vx -- '--help'); do
    sed 's/\\-/-/g' checker.1 | grep -q -- "$option" || fail "checker.1 does not name $option of $command"
  done
done

bash "$source/packaging/completion_test.bash" root/usr/share/bash-completion/completions/checker
if command -v zsh >/dev/null; then timeout 60 zsh "$source/packaging/completion_test.zsh" root/usr/share/zsh/vendor-completions; fi
