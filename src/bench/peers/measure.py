"""What the programs share: MNIST in, times out.

A program is called as `PROGRAM MODE PRECISION THREADS WARM_UP MEASURED`, the last two in seconds.
It says `ready` once it is warm, and goes on at the next line of its standard input, so that several
of them measure at the same time. The last line of its standard output is JSON:

    version         of the system
    first_step_at   when its first step ended, in seconds since 1970
    block_ms        milliseconds a step, for each block of steps
"""

import gzip
import json
import pathlib
import sys
import time

import numpy as np

BATCH = 128
STEPS_PER_EPOCH = 468
EPOCHS = 20
BLOCK = 12  # steps: a divisor of an epoch's

MODE, PRECISION = sys.argv[1:3]
THREADS = int(sys.argv[3])
WARM_UP, MEASURED = map(float, sys.argv[4:])

MNIST = pathlib.Path(__file__).parents[2] / "main" / "resources" / "mnist"


def mnist():
    """Training images, normalised, float32 [59904, 28, 28], and labels, int64 [59904].

    The 96 images of an epoch's last, smaller batch are left out: it would be compiled apart.
    """
    with gzip.open(MNIST / "train-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(MNIST / "train-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    whole = slice(STEPS_PER_EPOCH * BATCH)
    normalised = (images[whole] / np.float32(255) - np.float32(0.1307)) / np.float32(0.3081)
    return normalised, labels[whole].astype(np.int64)


class Clock:
    """Takes the times of blocks of steps: some to get warm, then those that count."""

    def __init__(self):
        self.first_step_at = None
        self.block_ms = []
        self.end = None
        self.measuring = False

    def first_step(self):
        """Is called after the first step."""
        self.first_step_at = time.time()
        self.end = time.perf_counter() + WARM_UP

    def goes_on(self):
        """Is called after each block of steps; returns whether another one is to follow."""
        now = time.perf_counter()
        if self.measuring:
            self.block_ms.append(1000 * (now - self.start) / BLOCK)
        elif now > self.end:
            print("ready", flush=True)
            sys.stdin.readline()
            self.measuring = True
            now = time.perf_counter()
            self.end = now + MEASURED
        self.start = now
        return not self.measuring or now < self.end

    def print(self, version):
        sample = {
            "version": version,
            "first_step_at": self.first_step_at,
            "block_ms": self.block_ms,
        }
        print(json.dumps(sample))
