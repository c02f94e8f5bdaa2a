"""A whole class, killed in the middle and resumed: every verdict is the one that is known, and nothing is left behind.
whole_class_test.py CHECKER [COUNT]"""
import pathlib
import signal
import sys
import tempfile

import submissions
from batch_run import Batch, until


def wrong_verdicts(batch, expected):
    rows = batch.rows()
    for name, fails in expected.items():
        if rows[name]["status"] in ("error", "missing", "undecided"):
            yield f"{name}: {rows[name]['status']} {rows[name]['note']}"
            continue
        failed = [check["id"] for check in batch.report(name)["checks"]
                  if check["outcome"] == "fail" and check["explained_by"] is None and check["max_points"] > 0]
        if fails is None and rows[name]["status"] != "pass":
            yield f"{name}: full marks were due, but {failed}"
        outcomes = {check["id"]: check["outcome"] for check in batch.report(name)["checks"]}
        if fails is not None and outcomes.get(fails) != "fail":
            yield f"{name}: {fails} is {outcomes.get(fails)}"


def main(checker, count="1000"):
    with tempfile.TemporaryDirectory(prefix="whole-class-") as folder:
        root = pathlib.Path(folder)
        expected = submissions.make(root / "handed-in", int(count))
        whole = Batch(checker, root / "whole")
        assert whole.run(root / "handed-in").returncode == 0
        assert whole.left_behind() == [], whole.left_behind()
        wrong = list(wrong_verdicts(whole, expected))

        killed = Batch(checker, root / "killed")
        process = killed.start(root / "handed-in")
        until("half of the reports", lambda: len(killed.journal()) >= int(count) // 2, seconds=7200)
        process.send_signal(signal.SIGKILL)
        process.wait()
        until("gradings that were under way have ended", lambda: killed.left_behind() == [])
        assert killed.run(root / "handed-in", "--resume").returncode == 0
        if killed.gradebook() != whole.gradebook():
            wrong.append("another gradebook after a kill")
    print(f"{count} submissions, {len(wrong)} wrong")
    for one in wrong:
        print(one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:]))
