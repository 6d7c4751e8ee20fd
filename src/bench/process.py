"""A measurement in new processes."""

import json
import os
import pathlib
import subprocess
import sys
import time

WORK = pathlib.Path("target/bench")


class Failed(Exception):
    """A process that did not measure; the message is one line."""


class Process:
    """May say `ready` once it is warm, and then waits for a line. Its last line is JSON."""

    def __init__(self, command, log):
        self.log = log
        self.last = ""
        self.started_at = time.time()
        with open(log, "w") as err:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=err,
                text=True,
            )

    def await_ready(self):
        """Waits until it is ready, or has ended."""
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            self.last = line

    def go(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # It has ended: sample() tells how.

    def sample(self):
        """Waits for the end, and returns what was measured."""
        self.await_ready()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode != 0:
            lines = [line.strip() for line in self.log.read_text().splitlines() if line.strip()]
            raise Failed(lines[-1] if lines else f"exit status {self.process.returncode}")
        try:
            sample = json.loads(self.last)
        except json.JSONDecodeError as e:
            raise Failed(f"{self.last.strip()!r} is no measurement: {e}") from None
        sample["first_step_seconds"] = sample["first_step_at"] - self.started_at
        unit = 1 if sys.platform == "darwin" else 1024
        sample["peak_mb"] = usage.ru_maxrss * unit / 1e6
        return sample

    def end(self):
        if self.process.returncode is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def measure(command, count=1):
    """Runs count processes, which measure at the same time, and returns a sample of each."""
    WORK.mkdir(parents=True, exist_ok=True)
    processes = []
    try:
        for i in range(count):
            processes.append(Process(command, WORK / f"log-{i}"))
        for process in processes:
            process.await_ready()
        for process in processes:
            process.go()
        return [process.sample() for process in processes]
    finally:
        for process in processes:
            process.end()
