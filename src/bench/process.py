"""Processes that train and print their progress, with times."""

import collections
import contextlib
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import threading
import time

WORK = pathlib.Path("target/bench")


class Failed(Exception):
    """A process that failed; the message is one line."""


class Process:
    """A training process, whose lines get a time when they are read:

    version TEXT        of the system
    device NAME         default: CPU
    step RUN COUNT      after the first step of a run, and after each block of steps
    evaluation SECONDS  after an epoch
    """

    def __init__(self, command, log):
        self.log = log
        self.said = {"device": "CPU"}
        self.evaluations = []
        self.killed = False
        self.steps = collections.defaultdict(list)
        self.started_at = time.monotonic()
        with open(log, "w") as err:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=err, text=True, start_new_session=True
            )
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        with self.process.stdout as lines:
            for line in lines:
                if not line.endswith("\n"):
                    break  # It was killed while it wrote.
                word, _, rest = line.strip().partition(" ")
                if word == "step":
                    run, count = rest.split()
                    self.steps[run].append((int(count), time.monotonic()))
                elif word == "evaluation":
                    self.evaluations.append(float(rest))
                else:
                    self.said[word] = rest
        _, status, usage = os.wait4(self.process.pid, 0)
        unit = 1 if sys.platform == "darwin" else 1024
        self.peak_mb = usage.ru_maxrss * unit / 1e6
        self.process.returncode = os.waitstatus_to_exitcode(status)

    def kill(self):
        """Ends the process and its children."""
        if self.reader.is_alive():
            self.killed = True
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.reader.join()

    def check(self):
        """Raises Failed if the process failed, unless kill() ended it."""
        if self.process.returncode and not self.killed:
            lines = [line.strip() for line in self.log.read_text().splitlines() if line.strip()]
            raise Failed(lines[-1] if lines else f"exit status {self.process.returncode}")


def block_ms(runs, warm_up):
    """Milliseconds per step, of the blocks in which all runs were training after warm-up.

    runs: for each run, pairs of steps taken and time in seconds;
    warm_up: seconds after the first step of the last run to start
    """
    start = max(steps[0][1] for steps in runs) + warm_up
    end = min(steps[-1][1] for steps in runs)
    return [
        1000 * (after - before) / (more - count)
        for steps in runs
        for (count, before), (more, after) in zip(steps, steps[1:])
        if before >= start and after <= end
    ]


def measure(command, processes, runs, warm_up, measured):
    """Trains in some processes at the same time, and returns what was measured.

    runs: that all of them make together; warm_up: as block_ms has it; measured: seconds after that,
    or None for all until they end
    """
    WORK.mkdir(parents=True, exist_ok=True)
    started = []

    def steps():
        return [list(run) for process in started for run in list(process.steps.values()) if run]

    def is_enough():
        taken = steps()
        return (
            len(taken) == runs
            and time.monotonic() > max(run[0][1] for run in taken) + warm_up + measured
            and block_ms(taken, warm_up)
        )

    try:
        for i in range(processes):
            started.append(Process(command, WORK / f"log-{i}"))
        while any(process.reader.is_alive() for process in started):
            for process in started:
                process.check()
            if measured and is_enough():
                break
            time.sleep(0.02)
    finally:
        for process in started:
            process.kill()
    for process in started:
        process.check()
    blocks = block_ms(steps(), warm_up) if len(steps()) == runs else []
    if not blocks:
        raise Failed("too few steps to measure")
    return {
        **started[0].said,
        "block_ms": blocks,
        "peak_mb": sum(process.peak_mb for process in started),
        "first_step_seconds": statistics.median(
            min(run[0][1] for run in process.steps.values()) - process.started_at
            for process in started
        ),
        "evaluations": [seconds for process in started for seconds in process.evaluations],
    }
