"""A Slurm cluster of this machine alone, in a folder, for as long as it is needed: munge, controller and node as children of
this process. They end with it, however it ends."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess

from batch_run import until

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel")

CONFIGURATION = """
ClusterName=checker
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
SlurmctldPort={controller}
SlurmdPort={node}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=4000 State=UNKNOWN
PartitionName=checker Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def why_not():
    """Why there can be no cluster here; "" where there can."""
    if os.geteuid() != 0:
        return "slurmd needs root"
    missing = [name for name in PROGRAMS if shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin") is None]
    return f"no {missing[0]} (slurm-wlm, munge)" if missing else ""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class OneNodeSlurm:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name in ("state", "spool", "munge"):
            (self.folder / name).mkdir(parents=True)
        self.folder.chmod(0o711)
        (self.folder / "munge").chmod(0o755)
        self.children = []

    def __enter__(self):
        host = socket.gethostname().split(".")[0]
        controller, node = free_ports(2)
        configuration = self.folder / "slurm.conf"
        configuration.write_text(CONFIGURATION.format(host=host, folder=self.folder, controller=controller, node=node,
                                                      cpus=os.cpu_count()))
        os.environ["SLURM_CONF"] = str(configuration)
        munge = self.folder / "munge"
        (munge / "key").write_bytes(os.urandom(1024))
        (munge / "key").chmod(0o400)
        self.start("munged", "--foreground", "--force", f"--key-file={munge}/key", f"--socket={munge}/socket",
                   f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed")
        until("munge listens", (munge / "socket").exists)
        self.start("slurmctld", "-D", "-f", configuration)
        self.start("slurmd", "-D", "-f", configuration)
        until("the node is idle", lambda: "idle" in self.say("sinfo", "--noheader", "--format=%T"))
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.send_signal(signal.SIGTERM)
        for child in reversed(self.children):
            child.wait()

    def start(self, *words):
        with open(self.folder / f"{words[0]}.said", "w") as said:
            self.children.append(subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *words], stdin=subprocess.DEVNULL,
                                                  stdout=said, stderr=said,
                                                  env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"}))

    @staticmethod
    def say(*words):
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
