"""Classroom 50 runs this in the student's checkout; the bundle has the checker beside it."""
import os
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
checker = os.environ.get("CHECKER", str(here / "checker" / "grade"))
assignment = here / "assignment.json"
run = subprocess.run([checker, "grade", ".", "--assignment", str(assignment) if assignment.exists() else "auto", "--exit-zero",
                      "--report", "classroom50=result.json", "--report", "markdown=release-body.md"], check=False)
sys.exit(1 if run.returncode else 0)
