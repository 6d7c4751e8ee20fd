"""What the programs share. A program is called as `PROGRAM MODE PRECISION THREADS`, and says

version VERSION     of the system
step 1 COUNT        after the first step and after every block of steps, until it is ended
"""

import gzip
import pathlib
import sys

import numpy as np

BATCH = 128
STEPS_PER_EPOCH = 468
EPOCHS = 20
BLOCK = 12  # steps: a divisor of an epoch's

MODE, PRECISION, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])

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


def says(*words):
    print(*words, flush=True)
