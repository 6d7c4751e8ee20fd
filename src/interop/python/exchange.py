"""What every Python runtime script shares: images in, predictions and the time out.

A script is called as `SCRIPT MODEL IMAGES OUTPUT`. IMAGES is raw little-endian float32,
[count, 28, 28, 1], intensities 0-255. OUTPUT is a folder; it receives `probabilities`, raw
float32 [count, 10], and `classes`, raw int64 [count]. The last line of standard output is
the runtime's version and the milliseconds an image took, in batches of 500.
"""

import pathlib
import sys
import time

import numpy as np

BATCH = 500


def run(version, load):
    """Classifies the images with `load(model)`: a function from images to (probabilities, classes)."""
    model, images, output = sys.argv[1:]
    images = np.fromfile(images, "<f4").reshape(-1, 28, 28, 1)
    classify = load(model)
    classify(images[:BATCH])  # the first call builds and tunes: not timed

    started = time.perf_counter()
    batches = [classify(images[i : i + BATCH]) for i in range(0, len(images), BATCH)]
    seconds = time.perf_counter() - started

    probabilities, classes = (np.concatenate(part) for part in zip(*batches))
    output = pathlib.Path(output)
    probabilities.astype("<f4").tofile(output / "probabilities")
    classes.astype("<i8").tofile(output / "classes")
    print(version, 1000 * seconds / len(images))
