#!/bin/sh
# platforms_test.sh CHECKER SUBMISSION REPORTS_FOLDER: each platform's files, laid out as there, on a submission with full marks.
set -eu
CHECKER=$1
submission=$2
reports=$3
platforms=$reports/platforms
export CHECKER
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
cd "$scratch"

follows() { python3 "$reports/schema/validate.py" "$reports/validators/$1.schema.json" "$2"; }

mkdir -p gradescope/source
cp -r "$submission" gradescope/submission
AUTOGRADER_ROOT=$scratch/gradescope "$platforms/gradescope/run_autograder" >/dev/null
follows gradescope gradescope/results/results.json
grep -q '"score": 100,' gradescope/results/results.json

mkdir -p prairielearn
cp -r "$submission" prairielearn/student
GRADE_ROOT=$scratch/prairielearn "$platforms/prairielearn/run.sh" >/dev/null
follows prairielearn prairielearn/results/results.json
grep -q '"score": 1.0,' prairielearn/results/results.json

mkdir autolab
tar cf autolab/handin.tar -C "$submission" .
make -s -C autolab -f "$platforms/autolab/autograde-Makefile" >autolab/out
[ "$(tail -n 1 autolab/out)" = '{"scores":{"points":100},"scoreboard":[100]}' ]

mkdir vpl
cp "$submission"/* vpl/
(cd vpl && bash "$platforms/vpl/vpl_evaluate.sh" && ./vpl_execution >out)
grep -qx 'Grade :=>>10.00' vpl/out

cp -r "$submission" classroom50
(cd classroom50 && python3 "$platforms/classroom50/autograder.py")
follows classroom50 classroom50/result.json

cd "$reports"
git rev-parse HEAD >/dev/null 2>&1 || exit 0  # an archive of the sources has no history to pack
cd "$scratch"
"$platforms/gradescope/make_zip.sh" >/dev/null
python3 - <<'END'
import zipfile
names = zipfile.ZipFile("autograder.zip").namelist()
assert {"setup.sh", "run_autograder", "checker/grade", "checker/CMakeLists.txt"} <= set(names), names[:20]
END
