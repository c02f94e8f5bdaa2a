# completion_test.zsh FOLDER: what a Tab offers in zsh, at a terminal of its own, with checker in PATH. What is
# not offered is waited for.
zmodload zsh/zpty
folder=$1
scratch=$(mktemp -d)
touch $scratch/server.c
zpty -b shell "cd $scratch; ZDOTDIR=$scratch TERM=dumb zsh -f -i"
say() { zpty -w shell "$1" }
say "PS1=; fpath=($folder:a \$fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=0; LINES=200; stty columns 300 rows 200"
say "unsetopt listambiguous automenu; print -r -- rea''dy"
offers() { # LINE TEXT: waits for it; whoever calls this says for how long
  local seen
  print -r -- "\"$1\" and a Tab"
  zpty -w -n shell "$1"$'\t'
  zpty -r shell seen "*$2*"
  zpty -w -n shell $'\x15'
}
zpty -r shell seen '*ready*'
offers 'checker ' watch
offers 'checker grade --' --assignment
offers 'checker grade server.c --report ' gradescope
offers 'checker grade server.c -a ' echo-fork
offers 'checker explain processes/reaps_f' reaps_finished_children
zpty -d shell
rm -r $scratch
