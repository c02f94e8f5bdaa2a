"""Batches of a few submissions, killed and resumed: batch_test.py CHECKER"""
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import submissions
from batch_run import Batch, until

CHECKER = pathlib.Path(sys.argv.pop(1)).resolve()


class ASmallClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="batch-test-")
        cls.root = pathlib.Path(cls.folder.name)
        cls.handed_in = cls.root / "handed-in"
        submissions.make(cls.handed_in, 2, only={"fork", "never-reaps"})
        cls.add_archives()
        cls.first = Batch(CHECKER, cls.root / "first")
        cls.outcome = cls.first.run(cls.handed_in, "--jobs", "2")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def add_archives(cls):
        whole = cls.root / "lab"
        submissions.copy_program(whole, "iterative", None, "packed")
        submissions.pack_zip(whole, cls.handed_in / "packed.zip")
        (cls.handed_in / "Ada_31_assignsubmission_file").mkdir()
        submissions.pack_tar_gz(whole, cls.handed_in / "Ada_31_assignsubmission_file" / "lab.tar.gz")
        submissions.zip_with("../../up.c", cls.handed_in / "climbs.zip")
        submissions.zip_with("/etc/cron.d/up.c", cls.handed_in / "absolute.zip")
        submissions.tar_with_link(cls.handed_in / "link.tar")
        submissions.zip_bomb(cls.handed_in / "bomb.zip")
        (cls.handed_in / "essay.txt").write_text("An essay.\n")

    def test_a_everybody_is_graded(self):
        self.assertEqual(self.outcome.returncode, 0, self.outcome.stderr)
        rows = self.first.rows()
        self.assertEqual(len(rows), 9)
        self.assertEqual(rows["student-0000-fork"]["status"], "pass")
        self.assertEqual(rows["student-0001-never-reaps"]["t:processes/reaps_finished_children"], "0")
        self.assertEqual(rows["packed.zip"]["score"], rows["Ada_31_assignsubmission_file"]["score"])
        self.assertGreater(int(rows["packed.zip"]["score"]), 0)
        self.assertEqual(self.first.left_behind(), [])
        self.assertIn("9 of 9 submissions graded", (self.first.out / "class.html").read_text())

    def test_b_archives_that_play_tricks_are_refused_with_a_reason(self):
        for name, reason in {"climbs.zip": "a name that climbs out", "absolute.zip": "an absolute name",
                             "link.tar": "a symbolic link", "bomb.zip": "more than 64 MB"}.items():
            report = self.first.report(name)
            self.assertEqual(report["build"]["status"], "failed", name)
            self.assertIn(reason, report["build"]["log"])
            self.assertEqual(report["score"]["points"], 0)

    def test_c_resumed_when_all_is_done_it_grades_nothing(self):
        before = self.first.gradebook()
        again = self.first.run(self.handed_in, "--resume")
        self.assertIn("0 graded, 9 graded before", again.stdout)
        self.assertEqual(self.first.gradebook(), before)

    def test_c_parts_that_were_graded_elsewhere_are_put_together(self):
        together = Batch(CHECKER, self.root / "together")
        shutil.copytree(self.first.out / "reports", together.out / "reports")
        shutil.copy(self.first.out / "journal.jsonl", together.out)
        outcome = together.run(self.handed_in, "--resume")
        self.assertIn("0 graded, 9 graded before", outcome.stdout)
        self.assertEqual(together.gradebook(), self.first.gradebook())

    def test_d_killed_in_the_middle_and_resumed_it_comes_to_the_same(self):
        killed = Batch(CHECKER, self.root / "killed")
        process = killed.start(self.handed_in, "--jobs", "2")
        until("a first report", lambda: len(killed.journal()) >= 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        until("gradings that were under way have removed what they made", lambda: killed.left_behind() == [])
        done = len(killed.journal())
        resumed = killed.run(self.handed_in, "--jobs", "2", "--resume")
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertIn(f"{9 - done} graded, {done} graded before", resumed.stdout)
        self.assertEqual(killed.gradebook(), self.first.gradebook())

    def test_e_interrupted_it_stops_in_order(self):
        stopped = Batch(CHECKER, self.root / "stopped")
        process = stopped.start(self.handed_in, "--jobs", "1")
        until("gradings", lambda: len(stopped.journal()) >= 1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(), 130)
        self.assertEqual(stopped.left_behind(), [])
        self.assertIn("missing", {row["status"] for row in stopped.rows().values()})

    def test_f_a_failure_of_the_checker_takes_no_earlier_result_away(self):
        before = self.first.gradebook()
        broken = self.first.run(self.handed_in, "--resume", CHECKER_LAUNCHER="/bin/false")
        self.assertEqual(broken.returncode, 70, broken.stderr)
        self.assertEqual(self.first.gradebook(), before)
        self.assertIn("its earlier report stands", (self.first.out / "class.html").read_text())

    def test_g_what_has_changed_is_graded_again_and_diff_says_it(self):
        changed = Batch(CHECKER, self.root / "changed")
        subset = self.root / "subset"
        submissions.make(subset, 2, only={"fork", "never-reaps"})
        self.assertEqual(changed.run(subset).returncode, 0)
        old = self.root / "old"
        changed.out.rename(old)
        changed.run(subset)
        self.assertEqual(self.diff(old, changed.out).returncode, 0)
        (subset / "student-0000-fork" / "server.c").write_text("int main(void) { return nothing; }\n")
        again = changed.run(subset, "--resume")
        self.assertIn("1 graded, 1 graded before", again.stdout)
        said = self.diff(old, changed.out)
        self.assertEqual(said.returncode, 1)
        self.assertIn("the submission has changed", said.stdout)
        self.assertIn("build/compiles: pass -> fail", said.stdout)

    @staticmethod
    def diff(old, new):
        return subprocess.run([CHECKER, "diff", old, new], stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    unittest.main()
