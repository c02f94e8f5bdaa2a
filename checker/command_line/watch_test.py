"""checker watch as a student uses it: watch_test.py CHECKER FOLDER_OF_A_CORRECT_SERVER."""
import ctypes
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

DEADLINE_S = 120
PR_SET_PDEATHSIG = 1


class Watch:
    def __init__(self, checker, folder):
        ends_with_us = lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        self.process = subprocess.Popen([checker, "watch", folder, "--only", "build/"], stdout=subprocess.PIPE,
                                        preexec_fn=ends_with_us)

    def says(self):
        """Everything up to the sentence that ends a grading."""
        said, end = "", time.monotonic() + DEADLINE_S
        while "Ctrl+C ends." not in said:
            ready, _, _ = select.select([self.process.stdout], [], [], end - time.monotonic())
            assert ready, f"nothing more was said after: {said}"
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            assert piece, f"it ended after: {said}"
            said += piece.decode()
        return said


def main(checker, correct):
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)
        submission = pathlib.Path(scratch, "submission")
        shutil.copytree(correct, submission)
        watch = Watch(checker, submission)
        first = watch.says()
        assert "100 of 100 points" in first and "Since last time" not in first, first
        source = submission / "server.c"
        right = source.read_text()
        source.write_text(right + "\nint main(void { return 0; }\n")
        worse = watch.says()
        assert "Since last time: 100 -> 0 of 100 points" in worse and "build/compiles: pass -> fail" in worse, worse
        source.write_text(right)
        better = watch.says()
        assert "build/compiles: fail -> pass" in better, better
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(DEADLINE_S) == 128 + signal.SIGINT


main(*sys.argv[1:])
