# completion_test.bash FILE: what a Tab offers, with checker in PATH.
set -u
. "$1"
status=0
expect() { # LINE WORD...: words that a Tab at the end of the line has to offer
  local line=$1 word
  shift
  # As readline splits it: "=" is a word of its own.
  read -ra COMP_WORDS <<<"${line//=/ = }"
  [[ $line != *' ' ]] || COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _checker
  for word; do
    printf '%s\n' "${COMPREPLY[@]}" | grep -qxF -- "$word" && continue
    echo "\"$line\" does not offer $word, but: ${COMPREPLY[*]}"
    status=1
  done
}
cd "$(mktemp -d)" || exit 1
touch server.c
expect 'checker ' grade watch doctor server.c
expect 'checker gr' grade
expect 'checker grade --re' --report
expect 'checker server.c --as' --assignment
expect 'checker watch -' --only -v
expect 'checker grade server.c --report ' html terminal junit
expect 'checker grade server.c --report html=s' server.c
expect 'checker grade server.c -a echo-' echo-fork echo-threads
expect 'checker explain proc' processes/reaps_finished_children
expect 'checker render --audience s' students
rm -r "$PWD"
exit $status
