"""What every Python runtime shares: images in, predictions and the time out, as ../runtimes.toml says."""

import pathlib
import sys
import time

import numpy as np

BATCH = 500


def run(load):
    """Classifies the images.

    `load(model)` returns the runtime's version and a function from images to the outputs by name.
    """
    model, images, output = sys.argv[-3:]
    images = np.fromfile(images, "<f4").reshape(-1, 28, 28, 1)
    version, classify = load(model)
    classify(images[:BATCH])  # the first call builds and tunes: not timed

    started = time.perf_counter()
    batches = [classify(images[i : i + BATCH]) for i in range(0, len(images), BATCH)]
    seconds = time.perf_counter() - started

    for name, dtype in ("probabilities", "<f4"), ("classes", "<i8"):
        values = np.concatenate([np.asarray(batch[name]) for batch in batches])
        values.astype(dtype).tofile(pathlib.Path(output, name))
    print(version, 1000 * seconds / len(images))
