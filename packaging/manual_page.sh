#!/bin/sh
# manual_page.sh CHECKER VERSION: checker(1) on standard output. Commands and options are those that CHECKER says it has.
set -eu
checker=$1

plain() { sed 's/^\(  -[a-z]\),--/\1, --/; s/\\/\\e/g; s/-/\\-/g; s/^\./\\\&./'; }  # text -> roff

# One command's help: "  WORDS   what they do" is an item; "Usage:" and its like are left out.
items() {
  awk '
    /^(Positionals|Options|Subcommands):/ { inside = 1; next }
    /^[^ ]/ || /^$/ { inside = 0 }
    !inside || /Print this help/ { next }
    /^            / { sub(/^ +/, ""); print; next }
    {
      sub(/^ +/, "")
      words = $0; what = ""
      if (match($0, /  +/)) { words = substr($0, 1, RSTART - 1); what = substr($0, RSTART + RLENGTH) }
      sub(/ REQUIRED/, "", words); sub(/ \.\.\.$/, "", words)
      print ".TP"; print ".B " words; if (what != "") print what
    }'
}

subcommands() { "$checker" --help | awk '/^Subcommands:/ { inside = 1; next } /^$/ { inside = 0 } inside { print $1 }'; }

cat <<END
.TH CHECKER 1 2026-11-22 "checker $2" "User Commands"
.SH NAME
checker \\- grade concurrent TCP servers written by students
.SH SYNOPSIS
.B checker
[\\fBgrade\\fR] \\fISUBMISSION\\fR
[\\fB\\-a\\fR \\fIASSIGNMENT\\fR] [\\fB\\-\\-report\\fR \\fIFORMAT\\fR[=\\fIPATH\\fR]]...
.br
.B checker
\\fICOMMAND\\fR ...
.SH DESCRIPTION
Builds a submission in C or C++, runs it in a sandbox, talks to it as many clients at once, looks at its processes,
threads, sockets and descriptors from outside, and says which requirements it meets, with the evidence.
A submission is a folder, a source file, or an executable.
Without an assignment the checker finds out how the server takes its port, who speaks first and what is answered, and
holds it to everything that applies.
.SH COMMANDS
END
for command in $(subcommands); do
  printf '.SS checker %s\n' "$command"
  help=$("$checker" "$command" --help)
  printf '%s.\n' "$(printf '%s\n' "$help" | head -n 1)" | plain
  printf '%s\n' "$help" | plain | items
done
cat <<'END'
.SH EXIT STATUS
.TP
.B 0
Every graded check passed.
.TP
.B 1
Points were lost.
.TP
.B 2
Undecided: a graded check could not be decided here, and nothing failed.
.TP
.B 64
Usage, a bad assignment, or no such submission.
.TP
.B 69
A package is missing.
.TP
.B 70
The checker itself failed; this says nothing about the submission.
.SH ENVIRONMENT
.TP
.B NO_COLOR
No colours on a terminal.
.TP
.BR GITHUB_OUTPUT ", " GITHUB_STEP_SUMMARY
Files to which the report
.I github
appends.
.SH FILES
.TP
.I /usr/share/checker/assignments/
The assignments that
.B \-a
takes by name, and the schema of such files.
.TP
.I /usr/share/checker/platforms/
Files for GitHub Actions, Gradescope, PrairieLearn, Autolab and Moodle.
.SH EXAMPLES
.nf
checker server.c
checker submission/ \-a echo\-fork \-\-report html=report.html
checker explain processes/reaps_finished_children
.fi
.SH SEE ALSO
.BR accept (2),
.BR fork (2),
.BR wait (2),
.BR tcp (7)
END
