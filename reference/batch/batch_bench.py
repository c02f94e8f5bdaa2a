"""What a batch costs, as ratios from one run: batch_bench.py CHECKER [COUNT...]

COUNT: the sizes of class to compare (50 200). Compilations, single gradings and batches take turns on the same machine, so that
a busy one slows all of them. Exits with 1 where a goal is missed.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import submissions
from batch_run import Batch

ROUNDS = 9
COMPILER = ["gcc", "-std=gnu17", "-g", "-O0", "-fstack-protector-strong", "-Wall", "-Wextra", "-pthread"]

# What an instructor's script does: it starts the server, sleeps, sends, sleeps, looks with ps for zombies.
SLEEP_AND_PS = r"""
cd "$1" && gcc -pthread -o server server.c 2>/dev/null || exit 1
./server & server=$!
sleep 1
for client in 1 2 3; do echo hello | timeout 2 nc -N 127.0.0.1 3300 >/dev/null; done
sleep 1
ps --ppid $server -o stat= | grep -c Z
kill $server
"""


def seconds(words, **more):
    begin = time.monotonic()
    subprocess.run(words, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    return time.monotonic() - begin


class Table:
    def __init__(self):
        self.missed = False

    def row(self, what, value, goal="", met=True):
        self.missed |= not met
        print(f"{what:<66} {value:>10}  {goal}{'' if met else '  MISSED'}", flush=True)


def single_gradings(checker, root, table):
    for variant, goal in (("fork", 6), ("never-reaps", 10)):
        folder = root / variant
        chosen = next(one for one in submissions.variants() if one[0] == variant)
        submissions.copy_program(folder, chosen[1], chosen[2], "for the benchmark")
        compile_it = [*COMPILER, "-o", root / "server", folder / "server.c"]
        grade = [checker, folder, "--exit-zero"]
        compilations, gradings = [], []
        for _ in range(ROUNDS):
            compilations.append(seconds(compile_it))
            gradings.append(seconds(grade))
        ratio = statistics.median(gradings) / statistics.median(compilations)
        table.row(f"grading {variant} / its compilation", f"{ratio:.1f}", f"at most {goal}", ratio <= goal)
    script = seconds(["sh", "-c", SLEEP_AND_PS, "sh", root / "fork"]) if shutil.which("nc") else None
    if script is not None:
        table.row("grading fork / a script of sleeps and ps", f"{statistics.median(gradings) / script:.1f}")


def time_of_batch(checker, handed_in, out, jobs):
    batch = Batch(checker, out)
    begin = time.monotonic()
    outcome = batch.run(handed_in, "--jobs", str(jobs))
    assert outcome.returncode == 0, outcome.stderr
    return time.monotonic() - begin


def batches(checker, root, table, counts):
    jobs = os.cpu_count()
    each = {}
    for count in counts:
        handed_in = root / f"class-{count}"
        submissions.make(handed_in, count, only={"fork", "never-reaps", "threads", "parent-keeps-newsock"})
        each[count] = time_of_batch(checker, handed_in, root / f"out-{count}", jobs) / count
    smallest = min(counts)
    one_by_one = time_of_batch(checker, root / f"class-{smallest}", root / "out-1", 1) / smallest
    scaling = one_by_one / (each[smallest] * jobs)
    table.row(f"batch on {jobs} processors / perfect scaling of one job", f"{scaling:.0%}", "at least 90%", scaling >= 0.9)
    for count in counts[1:]:
        growth = each[count] / each[smallest]
        table.row(f"cost of one in {count} / cost of one in {smallest}", f"{growth:.2f}", "at most 1.1", growth <= 1.1)


def main(checker, *counts):
    table = Table()
    with tempfile.TemporaryDirectory(prefix="batch-bench-") as folder:
        root = pathlib.Path(folder)
        single_gradings(checker, root, table)
        batches(checker, root, table, sorted(int(count) for count in counts) or [50, 200])
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:]))
