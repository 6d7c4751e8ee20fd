"""Writes the learning rate and momentum of every step as PyTorch's OneCycleLR sets them.

    python src/test/python/one_cycle.py

makes, in src/test/resources/reference:

    one_cycle.csv                 the note's settings: 20 epochs of 469 steps; momentum cycled
    one_cycle_linear.csv          linear annealing, a peak between two steps
    one_cycle_fixed_momentum.csv  cycle_momentum=False
    one_cycle_short.csv           runs of 1 to 12 steps

Columns: total_steps, step (from 0), learning_rate, momentum; floats as Python's repr, which is
exact.
"""

import csv
from pathlib import Path

import torch

REFERENCE = Path(__file__).parents[1] / "resources" / "reference"


def schedule(total_steps, momentum=0.0, **settings):
    """Yields a row a step: what the optimizer would use in that step."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.001, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, total_steps=total_steps, **settings)
    for step in range(total_steps):
        group = optimizer.param_groups[0]
        yield total_steps, step, repr(float(group["lr"])), repr(float(group["momentum"]))
        optimizer.step()
        scheduler.step()


def write(name, rows):
    with open(REFERENCE / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["total_steps", "step", "learning_rate", "momentum"])
        writer.writerows(rows)


NOTE = dict(max_lr=0.05, pct_start=0.2, div_factor=10, final_div_factor=100, anneal_strategy="cos")

write("one_cycle.csv", schedule(20 * 469, **NOTE))
write(
    "one_cycle_linear.csv",
    schedule(
        301,
        max_lr=0.1,
        pct_start=0.25,  # the peak is at step 74.25
        div_factor=25,
        final_div_factor=1e4,
        anneal_strategy="linear",
        base_momentum=0.8,
        max_momentum=0.9,
    ),
)
write(
    "one_cycle_fixed_momentum.csv",
    schedule(300, momentum=0.9, cycle_momentum=False, **NOTE),
)
# With pct_start 0.3 no total puts the peak at step 0, where PyTorch divides by zero.
write(
    "one_cycle_short.csv",
    (row for total in range(1, 13) for row in schedule(total, **(NOTE | dict(pct_start=0.3)))),
)
