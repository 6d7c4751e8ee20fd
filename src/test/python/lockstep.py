"""Computes the first training steps of Tiny MNIST's models again, in PyTorch and double precision.

    java -cp 'target/test-classes:target/classes:target/lib/*' org.tinymnist.train.LockstepTest DRAWS
    python src/test/python/lockstep.py DRAWS

The first command trains the three models with seed 1 for 100 steps and writes their losses, the
augmented images and the dropout masks into the folder DRAWS. The second takes these images and masks,
the same initial weights and the same batches, and writes the losses of both programs into
src/test/resources/reference/lockstep.csv. With --float32, it computes in single precision and only
prints how far PyTorch's own rounding leads.
"""

import csv
import gzip
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from tensors import REFERENCE

SOURCES = Path(__file__).parents[2]
sys.path.insert(0, str(SOURCES / "bench"))
import random_streams  # noqa: E402
from peers.pytorch_network import network  # noqa: E402

MODELS = ["model-1-optimized", "model-2-onecycle-dropout", "model-3-baseline"]
SEED, STEPS, BATCH, EPOCHS = 1, 100, 128, 20
STEPS_PER_EPOCH = 469
DROPOUT = 0.1


class Mask(nn.Module):
    """Dropout with the mask that it is given: whole channels of images, or single values."""

    def forward(self, x):
        return x * self.kept.reshape(*self.kept.shape, *[1] * (x.dim() - 2)) / (1 - DROPOUT)


def losses(model, draws):
    with gzip.open(SOURCES / "main/resources/mnist/train-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    order = random_streams.order(SEED, 1, len(labels))
    images = np.fromfile(draws / f"{model}-images.bin", np.uint8).reshape(STEPS, BATCH, 1, 28, 28)
    dropout = "dropout" in model
    layers = network(dropout)
    layers = nn.Sequential(
        *[Mask() if isinstance(layer, (nn.Dropout, nn.Dropout2d)) else layer for layer in layers]
    )
    random_streams.initialize(layers, SEED)
    masks = [layer for layer in layers if isinstance(layer, Mask)]
    if dropout:
        kept = np.fromfile(draws / f"{model}-kept.bin", np.uint8).reshape(STEPS, BATCH, -1)
    loss_function = nn.CrossEntropyLoss(label_smoothing=0.02)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.001)
    scheduler = None
    if model != "model-3-baseline":
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, max_lr=0.05, total_steps=EPOCHS * STEPS_PER_EPOCH, pct_start=0.2,
            div_factor=10, final_div_factor=100, anneal_strategy="cos",
        )
    channels = [layer.num_features for layer in layers if isinstance(layer, nn.BatchNorm2d)]
    values = []
    for step in range(STEPS):
        x = torch.from_numpy(images[step]).to(torch.get_default_dtype())
        x = (x / 255 - 0.1307) / 0.3081
        y = torch.tensor([int(labels[i]) for i in order[step * BATCH : (step + 1) * BATCH]])
        if dropout:
            parts = torch.from_numpy(kept[step]).to(x.dtype).split([*channels, channels[-1]], dim=1)
            for mask, part in zip(masks, parts, strict=True):
                mask.kept = part
        optimizer.zero_grad()
        loss = loss_function(layers(x), y)
        loss.backward()
        optimizer.step()
        if scheduler:
            scheduler.step()
        values.append(loss.item())
    return values


def difference(ours, theirs):
    """The largest relative differences of ten steps at a time."""
    relative = np.abs(np.array(ours) / np.array(theirs) - 1)
    return " ".join(f"{part.max():.1e}" for part in relative.reshape(-1, 10))


def main():
    draws = Path(sys.argv[1])
    torch.set_num_threads(1)
    rows = []
    for number, model in enumerate(MODELS, start=1):
        ours = [float(line) for line in (draws / f"{model}-losses.txt").read_text().split()]
        torch.set_default_dtype(torch.float64)
        theirs = losses(model, draws)
        print(model, difference(ours, theirs), flush=True)
        if "--float32" in sys.argv:
            torch.set_default_dtype(torch.float32)
            print("PyTorch in float32", difference(losses(model, draws), theirs), flush=True)
        for step in range(STEPS):
            rows.append([number, step + 1, f"{ours[step]:.9g}", f"{theirs[step]:.12g}"])
    if "--float32" not in sys.argv:
        with open(REFERENCE / "lockstep.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["model", "step", "tiny_mnist", "pytorch"])
            writer.writerows(rows)


if __name__ == "__main__":
    main()
