"""The description in converted files: `description.py RUN` prints it as JSON."""

import csv
import json
import pathlib
import sys


def of(run):
    with open(run / "metrics.csv") as stream:
        accuracy = list(csv.DictReader(stream))[-1]["test_accuracy"]
    return {
        "name": f"Tiny MNIST, {run.absolute().parent.name}, {run.name}",
        "description": "Classifies images of single handwritten digits, light on dark.",
        "input": "images: float32 [batch, 28, 28, 1], intensities from 0 to 255, not 0 to 1",
        "labels": "0 1 2 3 4 5 6 7 8 9",
        "test_accuracy": accuracy,
        "license": "Apache-2.0",
    }


if __name__ == "__main__":
    print(json.dumps(of(pathlib.Path(sys.argv[1]))))
