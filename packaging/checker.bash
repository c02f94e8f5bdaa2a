# bash completion for checker. What there is to say is asked of the program itself.

_checker_words() { # COMMAND: its options; without one, the commands
  "$1" ${2:+"$2"} --help 2>/dev/null | awk -v commands="${2:+no}" '
    /^Subcommands:/ { inside = commands != "no"; next }
    /^Options:/ { inside = 1; next }
    /^[^ ]/ || /^$/ { inside = 0 }
    inside && /^  [^ ]/ { n = split($1, names, ","); for (i = 1; i <= n; ++i) print names[i] }'
}

_checker_values() { # CHECKER OPTION
  case $2 in
    --report) "$1" grade --help | sed -n 's/.*formats: //p' | tr -s ', ' '\n' ;;
    -a | --assignment) "$1" validate ' ' 2>&1 | sed -n 's/.*there are \(.*\), and files.*/\1/p' | tr -s ', ' '\n' ;;
    --audience) printf '%s\n' students instructors ;;
    --only | explain) "$1" list --json | sed -n 's/^ *"id": "\(.*\)",$/\1/p' ;;
  esac
}

_checker() {
  local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} words=''
  COMPREPLY=()
  [ "$word" != = ] || { word='' previous='='; }
  if [ "$previous" = = ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    return
  fi
  case $previous in
    --report | -a | --assignment | --audience | --only | explain) words=$(_checker_values "$program" "$previous") ;;
    validate) words=$(_checker_values "$program" --assignment) ;;
    *)
      if [ "$COMP_CWORD" -eq 1 ]; then
        words=$(_checker_words "$program")
      elif [[ $word == -* ]]; then
        _checker_words "$program" "$command" | grep -q . || command=grade
        words=$(_checker_words "$program" "$command")
      fi
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  case $previous in --report | --audience | --only | explain) return ;; esac
  [[ $word == -* ]] || mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
}

complete -o filenames -F _checker checker
