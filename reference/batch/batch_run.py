"""A batch as a process, and what it has left in its folder."""
import csv
import json
import os
import pathlib
import subprocess
import time


class Batch:
    def __init__(self, checker, folder):
        self.checker = checker
        self.out = pathlib.Path(folder)
        self.temporary = self.out.with_name(self.out.name + ".tmp")
        self.temporary.mkdir(exist_ok=True)

    def words(self, submissions, *options):
        return [self.checker, "batch", submissions, "--out", self.out, *options]

    def environment(self, **more):
        return {**os.environ, "TMPDIR": str(self.temporary), **more}

    def run(self, submissions, *options, **environment):
        return subprocess.run(self.words(submissions, *options), env=self.environment(**environment),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def start(self, submissions, *options):
        return subprocess.Popen(self.words(submissions, *options), env=self.environment(),
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def gradebook(self):
        return (self.out / "gradebook.csv").read_bytes()

    def rows(self):
        with open(self.out / "gradebook.csv", newline="", encoding="utf-8") as file:
            return {row["submission"]: row for row in csv.DictReader(file)}

    def report(self, name):
        return json.loads((self.out / "reports" / f"{name}.json").read_text())

    def journal(self):
        path = self.out / "journal.jsonl"
        return path.read_text().splitlines() if path.exists() else []

    def left_behind(self):
        return sorted(self.temporary.iterdir())


def until(what, condition, seconds=120):
    """Waits for a state; that it comes is what is asked for, not when."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("never: " + what)
        time.sleep(0.05)
