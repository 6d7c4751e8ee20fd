"""Reads the event files of runs back with TensorBoard's own reader: tensorboard_events.py RUN/tensorboard..."""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.util import tensor_util


def values(run):
    """What a run's files hold: {tag: {step: (plugin, array)}}."""
    found = defaultdict(dict)
    for file in sorted((run / "tensorboard").glob("events.out.tfevents.*")):
        for event in EventFileLoader(str(file)).Load():
            for value in event.summary.value:
                plugin = value.metadata.plugin_data.plugin_name
                found[value.tag][event.step] = plugin, tensor_util.make_ndarray(value.tensor)
    return found


def rows(run, name):
    with open(run / name) as file:
        return list(csv.DictReader(file))


def expect(what, found, expected, tolerance=0.0):
    if abs(found - expected) > tolerance:
        sys.exit(f"{what}: {found}, expected {expected}")


def check(run):
    found = values(run)
    metrics = rows(run, "metrics.csv")
    steps = len(found["train/loss"])
    expect(f"{run}: steps", steps % len(metrics), 0)
    for number, epoch in enumerate(metrics, 1):
        step = steps // len(metrics) * number
        for tag, column in {
            "train/loss": "train_loss",
            "train/accuracy": "train_accuracy",
            "test/loss": "test_loss",
            "test/accuracy": "test_accuracy",
            "learning_rate": "learning_rate",
            "momentum": "momentum",
        }.items():
            plugin, value = found[tag][step]
            expect(f"{run}: {tag} at step {step}", value.item(), float(epoch[column]), 1e-6)
            assert plugin == "scalars", plugin
    print(f"{run}: {steps} steps")


for argument in sys.argv[1:]:
    check(Path(argument).parent)
