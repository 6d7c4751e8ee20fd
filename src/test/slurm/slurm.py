"""A real Slurm on this machine's loopback: one controller and four virtual nodes, in a folder of its own."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

NODES = ["n1", "n2", "n3", "n4"]

CONF = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0
MpiDefault=none
ReturnToService=2
MaxArraySize=5
EnforcePartLimits=ALL
JobSubmitPlugins=lua
{nodes}
PartitionName=main Nodes=ALL Default=YES MaxTime=60
PartitionName=small Nodes=ALL MaxTime=1
"""

# What a database of accounts would refuse, with its own error.
QUOTA = """\
function slurm_job_submit(job, partitions, user)
  return job.account == "poor" and slurm.ESLURM_ACCOUNTING_POLICY or slurm.SUCCESS
end

function slurm_job_modify(change, job, partitions, user)
  return slurm.SUCCESS
end
"""


class Slurm:
    """Starts on entry, and leaves nothing behind."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slurm-", dir="/run"))
        self.folder.chmod(0o755)
        host = socket.gethostname().split(".")[0]
        nodes = "\n".join(
            f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={_free()} CPUs=2 RealMemory=4000"
            for name in NODES
        )
        conf = self.folder / "slurm.conf"
        conf.write_text(CONF.format(host=host, port=_free(), folder=self.folder, nodes=nodes))
        os.environ["SLURM_CONF"] = str(conf)
        (self.folder / "job_submit.lua").write_text(QUOTA)
        (self.folder / "state").mkdir()
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self._start(
            "munged",
            f"--key-file={key}",
            f"--socket={self.folder}/munge.socket",
            f"--pid-file={self.folder}/munged.pid",
            f"--log-file={self.folder}/munged.log",
            f"--seed-file={self.folder}/munged.seed",
        )
        self._start("slurmctld")
        for name in NODES:
            self.start(name)
        wait(lambda: call("sinfo", "-h", "-t", "idle", "-o", "%D").strip() == "4", 60, "nodes are idle")
        return self

    def __exit__(self, *error):
        for name in NODES:
            self.kill(name)
        for file in self.folder.glob("*.pid"):
            pid = int(file.read_text())
            kill(pid, signal.SIGTERM)
            wait(lambda: not pathlib.Path(f"/proc/{pid}").exists() or _is_dead(pid), 30, f"{file} ends")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, name):
        self._start("slurmd", "-N", name)

    def kill(self, name, process=None):
        """A power cut: the node's daemon ends at once, and so do a process of it and those above."""
        pids = self.folder / f"slurmd-{name}.pid"
        ends = [int(pids.read_text())] if pids.exists() else []
        while process and process > 1:
            ends.append(process)
            process = int(call("ps", "-o", "ppid=", "-p", str(process)))
        for pid in ends:
            kill(pid, signal.SIGKILL)
        pids.unlink(missing_ok=True)

    def _start(self, program, *arguments):
        path = shutil.which(program, path="/usr/sbin:/sbin:" + os.environ["PATH"])
        if not path:
            raise SystemExit(f"{program} is missing: apt-get install slurmctld slurmd slurm-client munge")
        subprocess.run([path, *arguments], check=True)


def _free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _is_dead(pid):
    return "State:\tZ" in pathlib.Path(f"/proc/{pid}/status").read_text()


def kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def call(*command):
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout


def wait(condition, seconds, what):
    """Waits, and gives what the condition came to."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(f"not in {seconds} s: {what}")
