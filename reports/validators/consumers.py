"""Reads the golden reports as the platforms that have no validator do: consumers.py GOLDEN_DIR.

Each function repeats what a consumer is documented to do with the text; what is not ours must not be taken for ours.
"""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

REPORTS = ("faultless", "faulty", "unbuildable", "hostile")
POINTS = {"faultless": (100, 100), "faulty": (52, 100), "unbuildable": (0, 100), "hostile": (25, 100)}


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def autolab(text, name):
    """The last line is rewritten and parsed; the one before may be feedback."""
    *_, feedback, scores = text.rstrip().split("\n")
    scores = re.sub(r"([a-zA-Z0-9]+):", r'"\1":', scores)
    expect(json.loads(scores)["scores"] == {"points": POINTS[name][0]}, "scores")
    feedback = json.loads(feedback)
    expect(feedback["_presentation"] == "semantic", "feedback")
    for stage in feedback["stages"]:
        expect(all(set(value) <= {"passed", "hint"} for value in feedback[stage].values()), stage)


def vpl(text, name):
    """The last grade counts; outside the block there is nothing else; inside, student's text is preformatted."""
    grades = re.findall(r"^Grade :=>>(.*)$", text, re.M)
    points, most = POINTS[name]
    expect(grades == [f"{20 * points / most:.2f}"], f"grades {grades}")
    expect(not re.search(r"^Comment :=>>", text, re.M), "comment")
    lines = text.split("\n")
    expect(lines.count("<|--") == 1 and lines.count("--|>") == 1, "one block")
    for line in lines[lines.index("<|--") + 1:lines.index("--|>")]:
        expect(line[0] in "->", f"line {line!r}")


def github(text, name):
    """Commands are the lines that begin with "::"; a step shows ten of each kind; "##[" is a command anywhere."""
    expect("##[" not in text, "an old command")
    count = {}
    for line in text.split("\n"):
        found = re.match(r"\s*::", line)
        if not found:
            continue
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        expect(command, f"command {line!r}")
        kind, properties, message = command.groups()
        count[kind] = count.get(kind, 0) + 1
        for pair in properties.split(","):
            expect(pair.partition("=")[0] in ("file", "line", "col", "title"), f"property {pair}")
        expect(len(urllib.parse.unquote(message)) <= 4096, "message too long")
    expect(count.get("notice") == 1 and all(number <= 10 for number in count.values()), f"{count}")


def tap13(text, name):
    """prove, where it is installed."""
    if shutil.which("prove") is None:
        return
    path = pathlib.Path(sys.argv[1], "tap13", name + ".tap")
    run = subprocess.run(["prove", "--exec", "cat", str(path)], capture_output=True, text=True, check=False)
    expect("Parse errors" not in run.stdout + run.stderr, run.stdout)
    expect((run.returncode == 0) == (name == "faultless"), f"prove says {run.returncode}")


def csv_row(text, name):
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    expect(len(rows) == 2 and len(rows[0]) == len(rows[1]), "two rows")
    row = dict(zip(*rows))
    expect((int(row["score"]), int(row["max_score"])) == POINTS[name], "points")
    expect(not any(cell[:1] in "=+-@" for cell in rows[1] if cell), "a formula")


def markdown(text, name):
    """Raw HTML is what we wrote, and nothing is a link, an image or a code span."""
    tags = set(re.findall(r"</?[a-z!][^>]*>", text))
    expect(tags <= {"<br>", "<details>", "</details>", "<summary>", "</summary>"}, f"{tags}")
    expect("](" not in text and "`" not in text, "markup")


def sums(read):
    """The tests' points add up to the score."""
    def check(text, name):
        expect(read(json.loads(text)) == POINTS[name], "points")
    return check


CONSUMERS = {
    "autolab": autolab, "vpl": vpl, "github": github, "tap13": tap13, "csv": csv_row, "markdown": markdown,
    "classroom": sums(lambda d: (sum(t["score"] for t in d["tests"]), d["max_score"])),
    "classroom50": sums(lambda d: (sum(t["score"] for t in d["tests"]), sum(t["max-score"] for t in d["tests"]))),
    "gradescope": sums(lambda d: (sum(t.get("score", 0) for t in d["tests"]), sum(t.get("max_score", 0) for t in d["tests"]))),
    "prairielearn": sums(lambda d: (sum(t["points"] for t in d["tests"]), sum(t["max_points"] for t in d["tests"]))),
}


def main():
    wrong = 0
    for form, consume in CONSUMERS.items():
        for name in REPORTS:
            path = next(pathlib.Path(sys.argv[1], form).glob(name + ".*"))
            try:
                consume(path.read_bytes().decode(), name)
            except (AssertionError, ValueError, KeyError) as complaint:
                print(f"{form}/{path.name}: {type(complaint).__name__} {complaint}")
                wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
