"""The same class here and on a Slurm cluster, with tasks and the batch itself killed: slurm_test.py CHECKER [COUNT]

Exits with 77 where there can be no cluster."""
import pathlib
import signal
import sys
import tempfile

import one_node_slurm
import submissions
from batch_run import Batch, until

SLURM = ("--engine", "slurm", "--slurm-partition", "checker", "--slurm-memory", "500")


def running(cluster):
    return [line.split() for line in cluster.say("squeue", "--noheader", "--array", "--format=%F_%K %T").splitlines()
            if line.endswith(" RUNNING")]


def same_as_here(checker, root, handed_in, here):
    there = Batch(checker, root / "there")
    outcome = there.run(handed_in, *SLURM)
    assert outcome.returncode == 0, outcome.stderr
    assert there.gradebook() == here.gradebook(), "another gradebook on the cluster"


def a_cancelled_task_is_tried_again(checker, root, handed_in, here, cluster):
    hurt = Batch(checker, root / "hurt")
    process = hurt.start(handed_in, *SLURM)
    until("a running task", lambda: running(cluster))
    cluster.say("scancel", running(cluster)[0][0])
    assert process.wait() == 0
    assert hurt.gradebook() == here.gradebook(), "another gradebook after scancel"


def a_killed_batch_goes_on(checker, root, handed_in, here, cluster):
    killed = Batch(checker, root / "killed")
    process = killed.start(handed_in, *SLURM)
    until("a running task", lambda: running(cluster))
    process.send_signal(signal.SIGKILL)
    process.wait()
    until("tasks that go on alone", lambda: list((killed.out / ".work/slurm").glob("*/*.exit")))
    arrays = sorted((killed.out / ".work/slurm").glob("array-*"))
    resumed = killed.run(handed_in, *SLURM, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert killed.gradebook() == here.gradebook(), "another gradebook after a kill"
    assert len(arrays) == 1 and not arrays[0].exists(), "the tasks of the first batch were not taken over"


def an_interrupted_batch_leaves_no_tasks(checker, root, handed_in, cluster):
    stopped = Batch(checker, root / "stopped")
    process = stopped.start(handed_in, *SLURM)
    until("a running task", lambda: running(cluster))
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    until("an empty queue", lambda: not cluster.say("squeue", "--noheader"))


def main(checker, count=6):
    reason = one_node_slurm.why_not()
    if reason:
        print("skipped:", reason)
        return 77
    with tempfile.TemporaryDirectory(prefix="slurm-test-") as folder:
        root = pathlib.Path(folder)
        handed_in = root / "handed-in"
        submissions.make(handed_in, int(count), only={"fork", "never-reaps", "iterative", "misspelt-name"})
        here = Batch(checker, root / "here")
        assert here.run(handed_in).returncode == 0
        with one_node_slurm.OneNodeSlurm(root / "slurm") as cluster:
            same_as_here(checker, root, handed_in, here)
            a_cancelled_task_is_tried_again(checker, root, handed_in, here, cluster)
            a_killed_batch_goes_on(checker, root, handed_in, here, cluster)
            an_interrupted_batch_leaves_no_tasks(checker, root, handed_in, cluster)
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:]))
