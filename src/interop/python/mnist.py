"""Reads MNIST's files, or those of a data set in the same format."""

import gzip
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parents[3] / "src/main/resources/mnist"


def read(part, folder=FOLDER):
    """Reads `train` or `t10k`: images, uint8 [count, 28, 28, 1], and labels, uint8 [count]."""
    images = _idx(folder, f"{part}-images-idx3-ubyte", 16)
    labels = _idx(folder, f"{part}-labels-idx1-ubyte", 8)
    return images.reshape(-1, 28, 28, 1), labels


def _idx(folder, name, header):
    packed = pathlib.Path(folder, name + ".gz")
    content = gzip.open(packed).read() if packed.exists() else packed.with_suffix("").read_bytes()
    return np.frombuffer(content, np.uint8, offset=header)
