"""Input and output files of the Python runtimes: see ../runtimes.toml."""

import pathlib
import sys
import time

import numpy as np

TYPES = {"logits": "<f4", "probabilities": "<f4", "classes": "<i8"}


def tensors(file):
    """Yields the tensors of a file."""
    content = pathlib.Path(file).read_bytes()
    at = 0
    while at < len(content):
        rank = int(np.frombuffer(content, "<i4", 1, at)[0])
        shape = np.frombuffer(content, "<i4", rank, at + 4)
        count = int(np.prod(shape, dtype=int))
        at += 4 * (1 + rank)
        yield np.frombuffer(content, "<f4", count, at).reshape(shape)
        at += 4 * count


def run(load):
    """Classifies tensors.

    `load(model)` returns the runtime's version and a function from images to the outputs by name.
    """
    model, file, folder = sys.argv[-3:]
    version, classify = load(model)
    answers, values = [], {}
    for images in tensors(file):
        if not answers:
            classify(images)  # The first call builds and tunes: it is not timed.
        started = time.perf_counter()
        try:
            outputs = classify(images)
        except Exception as error:
            answers.append("refused " + str(error).replace("\n", " "))
            continue
        milliseconds = 1000 * (time.perf_counter() - started)
        answers.append(f"{len(outputs['probabilities'])} {milliseconds}")
        for name in TYPES.keys() & outputs.keys():
            values.setdefault(name, []).append(np.asarray(outputs[name], TYPES[name]).tobytes())
    for name, parts in values.items():
        pathlib.Path(folder, name).write_bytes(b"".join(parts))
    pathlib.Path(folder, "answers").write_text("\n".join(answers) + "\n")
    print(version)
