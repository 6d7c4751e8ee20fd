"""PyTorch tensors as JSON, in TensorFlow's layouts.

A tensor is {"shape": [...], "values": [...]}, the values in row-major order and in full.
"""

import gzip
import json
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "resources" / "reference"


def tensor(values):
    return {"shape": list(values.shape), "values": values.detach().flatten().tolist()}


def nhwc(images):
    """[batch, channels, height, width] to [batch, height, width, channels]."""
    return tensor(images.permute(0, 2, 3, 1))


def hwio(kernel):
    """[out, in, height, width] to [height, width, in, out]."""
    return tensor(kernel.permute(2, 3, 1, 0))


def write(name, content):
    """Writes a file; gzipped if its name says so, and without a date: same content, same bytes."""
    data = json.dumps(content, separators=(",", ":")).encode() + b"\n"
    if name.endswith(".gz"):
        data = gzip.compress(data, 9, mtime=0)
    (REFERENCE / name).write_bytes(data)
