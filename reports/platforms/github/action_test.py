"""Runs both actions as a runner does: action_test.py CHECKER SOURCE_DIR.

A student's repository has a faulty server in a folder. The steps of action.yml, and the entry point of the image's action, get
what a runner gives them: inputs, files for outputs and the summary, a sudo that forgets the environment. What they leave has to
be what the pages of GitHub show: annotations at lines of the repository's files, points, a summary.
"""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    print("skipped: there is no python3-yaml")
    sys.exit(77)

CHECKER, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()

SUDO = """#!/bin/bash
[[ $1 == --preserve-env=* ]] && keep=${1#*=} && shift
kept=()
for name in ${keep//,/ }; do [ -z "${!name+set}" ] || kept+=("$name=${!name}"); done
exec env -i PATH="$PATH" HOME=/root "${kept[@]}" "$@"
"""


class Runner:
    """One job: a workspace, and a place for the action."""

    def __init__(self, scratch):
        self.scratch = pathlib.Path(scratch)
        self.workspace = self.scratch / "repo"
        (self.workspace / "lab").mkdir(parents=True)
        self.programs = self.scratch / "programs"
        self.programs.mkdir()
        (self.programs / "sudo").write_text(SUDO)
        (self.programs / "sudo").chmod(0o755)
        (self.programs / "checker").symlink_to(CHECKER)
        (self.programs / "grade").symlink_to(CHECKER)  # instead of what builds it first

    def step(self, command, environment):
        """Runs it; (exit status, its lines, its outputs, its summary)."""
        for name in ("output", "summary"):
            (self.scratch / name).write_text("")
        (self.scratch / "temp").mkdir(exist_ok=True)
        given = {"PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"), "CI": "true",
                 "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(self.scratch / "temp"),
                 "GITHUB_ACTION_PATH": str(self.programs), "GITHUB_OUTPUT": str(self.scratch / "output"),
                 "GITHUB_STEP_SUMMARY": str(self.scratch / "summary"), **environment}
        run = subprocess.run(command, cwd=self.workspace, env=given, stdout=subprocess.PIPE, text=True, check=False)
        outputs = dict(line.split("=", 1) for line in (self.scratch / "output").read_text().splitlines())
        return run.returncode, run.stdout.splitlines(), outputs, (self.scratch / "summary").read_text()

    def composite(self, inputs):
        """The steps of action.yml; its outputs are those that it declares."""
        action = yaml.safe_load((SOURCE / "action.yml").read_text())
        values = {name: declared["default"] for name, declared in action["inputs"].items()} | inputs
        [step] = action["runs"]["steps"]
        assert step["shell"] == "bash" and "${{" not in step["run"], "text from outside in the script"
        environment = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
                       for name, text in step["env"].items()}
        script = self.scratch / "step.sh"
        script.write_text(step["run"])
        status, lines, outputs, summary = self.step(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], environment)
        declared = {name: re.fullmatch(r"\$\{\{ steps\.grade\.outputs\.([\w-]+) \}\}", output["value"])[1]
                    for name, output in action["outputs"].items()}
        return status, lines, {name: outputs.get(source) for name, source in declared.items()}, summary

    def container(self, inputs):
        """The entry point of the image's action."""
        folder = SOURCE / "reports/platforms/github/docker"
        declared = yaml.safe_load((folder / "action.yml").read_text())
        values = {name: declared["inputs"][name]["default"] for name in declared["inputs"]} | inputs
        environment = {f"INPUT_{name.upper()}": value for name, value in values.items()}
        status, lines, outputs, summary = self.step([folder / "entrypoint.sh"], environment)
        assert set(outputs) == set(declared["outputs"]), set(outputs) ^ set(declared["outputs"])
        return status, lines, outputs, summary


def annotations(lines):
    """[(kind, {property: value})] of the workflow commands among the lines."""
    found = []
    for line in lines:
        if match := re.fullmatch(r"::(\w+) (.*?)::(.*)", line):
            properties = dict(pair.split("=", 1) for pair in match[2].split(","))
            for escaped, meant in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%25", "%")):
                properties = {name: value.replace(escaped, meant) for name, value in properties.items()}
            found.append((match[1], properties))
        else:
            assert not line.lstrip().startswith("::"), line
    return found


def expect_annotated(runner, lines, kind, text):
    """Some annotation of the kind stands at the line of the repository that has the text."""
    places = [properties for which, properties in annotations(lines) if which == kind and "line" in properties]
    for place in places:
        source = (runner.workspace / place["file"]).read_text().splitlines()
        if text in source[int(place["line"]) - 1]:
            return
    raise AssertionError(f"no {kind} at a line with {text!r}, but at {places}")


def a_warning_costs_points_nowhere(runner, run):
    shutil.copy(SOURCE / "reference/correct/fork/server.c", runner.workspace / "lab/server.c")
    patch = SOURCE / "reference/faulty/never-reaps.patch"
    subprocess.run(["patch", "-s", "-p1", "-d", runner.workspace / "lab", "-i", patch], check=True)
    with open(runner.workspace / "lab/server.c", "a", encoding="utf-8") as server:
        server.write("\nstatic int left_over;  // MARK\n")
    status, lines, outputs, summary = run({"submission": "lab", "assignment": "one-message-fork"})
    assert status == 1, status
    expect_annotated(runner, lines, "warning", "// MARK")
    assert any(kind == "error" and properties["title"] == "processes/reaps_finished_children"
               for kind, properties in annotations(lines)), lines
    points, most = int(outputs["points"]), int(outputs["max-points"])
    assert 0 < points < most and outputs["outcome"] == "fail" and outputs["percent"] == str(100 * points // most), outputs
    result = json.loads(base64.b64decode(outputs["result"]))
    assert sum(test["score"] for test in result["tests"]) == points and result["max_score"] == most, result
    assert "reaps" in summary and f"{points} of {most} points" in summary, summary
    report = runner.workspace / outputs["report"]
    assert report.read_text().startswith("<!DOCTYPE html>"), report


def an_error_stands_at_its_line_and_need_not_fail_the_step(runner, run):
    (runner.workspace / "lab/server.c").write_text("int main(void) {\n  return forty_two;  // MARK\n}\n")
    status, lines, outputs, summary = run({"submission": "lab/server.c", "fail": "false"})
    assert status == 0, status
    expect_annotated(runner, lines, "error", "// MARK")
    assert outputs["points"] == "0" and "does not build" in summary, (outputs, summary)


def main():
    for way in ("composite", "container"):
        for case in (a_warning_costs_points_nowhere, an_error_stands_at_its_line_and_need_not_fail_the_step):
            with tempfile.TemporaryDirectory() as scratch:
                os.chmod(scratch, 0o755)
                runner = Runner(scratch)
                case(runner, getattr(runner, way))
                print(f"{way}: {case.__name__}")


main()
