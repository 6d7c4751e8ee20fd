"""The note's three models in PyTorch and torchvision: the control group of the reference.

    reference_pytorch.py OUT [--models 1,2,3] [--seeds 1-10] [--epochs 20] [--jobs N]

The run of seed s starts with the initial weights of Tiny MNIST's run of seed s and takes the images
in the same order, epoch by epoch; torchvision draws the augmentation and PyTorch the dropout masks.
By default the runs are those of OUT/plan.csv that are not finished.

Every run is a process of one thread. It writes OUT/model-<m>/seed-<s>/metrics.csv, in the format of
Tiny MNIST's own, and machine.json beside it. An interrupted run starts again from its first epoch.
The recipe is that of the note's repository: see src/site/markdown/what-the-note-left-out.md.
"""

import argparse
import csv
import gzip
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

import random_streams

MNIST = pathlib.Path(__file__).parents[1] / "main" / "resources" / "mnist"
HEADER = "epoch learning_rate momentum train_loss train_accuracy test_loss test_accuracy".split()
BATCH = 128
TEST_BATCH = 1000


def idx(name, offset):
    import numpy as np

    with gzip.open(MNIST / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def train(model, seed, epochs, count, out):
    import torch
    import torchvision
    from PIL import Image
    from torch import nn
    from torchvision import transforms

    from peers.pytorch_network import network

    started = time.time()
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    plain = transforms.PILToTensor()
    augment = transforms.Compose(
        [transforms.RandomAffine(degrees=7, translate=(0.08, 0.08)), plain]
    )
    # The note's ToTensor and Normalize, of a batch at once: the same bits in a quarter less time.
    scale = transforms.Compose(
        [transforms.ConvertImageDtype(torch.float32), transforms.Normalize((0.1307,), (0.3081,))]
    )

    class Digits(torch.utils.data.Dataset):
        def __init__(self, part, transform):
            images = idx(f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
            self.images = [Image.fromarray(image) for image in images]
            self.labels = idx(f"{part}-labels-idx1-ubyte.gz", 8)
            self.transform = transform

        def __len__(self):
            return len(self.labels)

        def __getitem__(self, i):
            return self.transform(self.images[i]), int(self.labels[i])

    class Order(torch.utils.data.Sampler):
        """Tiny MNIST's order of the training images, one epoch after the other."""

        epoch = 0

        def __len__(self):
            return count

        def __iter__(self):
            self.epoch += 1
            return iter(random_streams.order(seed, self.epoch, len(self)))

    loader = torch.utils.data.DataLoader
    training = loader(Digits("train", augment), batch_size=BATCH, sampler=Order())
    images, labels = next(iter(loader(Digits("t10k", plain), batch_size=10_000)))
    images = scale(images)
    net = network(dropout=model == 2)
    assert sum(p.numel() for p in net.parameters()) == 7784
    random_streams.initialize(net, seed)
    loss = nn.CrossEntropyLoss(label_smoothing=0.02)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001, weight_decay=0)
    scheduler = None
    if model != 3:
        scheduler = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, max_lr=0.05, steps_per_epoch=len(training), epochs=epochs, pct_start=0.2,
            div_factor=10, final_div_factor=100, anneal_strategy="cos",
        )
    rows = []
    for epoch in range(1, epochs + 1):
        net.train()
        losses, correct = 0.0, 0
        for x, y in training:
            rates = optimizer.param_groups[0]
            used = rates["lr"], rates["momentum"]
            optimizer.zero_grad()
            logits = net(scale(x))
            batch_loss = loss(logits, y)
            batch_loss.backward()
            optimizer.step()
            if scheduler:
                scheduler.step()
            losses += batch_loss.item() * len(y)
            correct += (logits.argmax(1) == y).sum().item()
        net.eval()
        with torch.no_grad():
            test_loss, test_correct = 0.0, 0
            for x, y in zip(images.split(TEST_BATCH), labels.split(TEST_BATCH)):
                logits = net(x)
                test_loss += loss(logits, y).item() * len(y)
                test_correct += (logits.argmax(1) == y).sum().item()
        rows.append(
            [epoch, *used, losses / count, correct / count, test_loss / 10_000,
             test_correct / 10_000]
        )
        print(f"model {model}, seed {seed}, epoch {epoch}: train {100 * correct / count:.2f} %,"
              f" test {test_correct / 100:.2f} %, {time.time() - started:.0f} s", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    machine = {
        "processor": processor(), "cores": os.cpu_count(), "seconds": round(time.time() - started),
        "processor_seconds": round(time.process_time()),
        "torch": torch.__version__, "torchvision": torchvision.__version__,
        "python": platform.python_version(),
    }
    (out / "machine.json").write_text(json.dumps(machine, indent=2) + "\n")
    draft = out / "metrics.csv.tmp"
    with open(draft, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows([row[0], *(f"{value:.8g}" for value in row[1:])] for row in rows)
    draft.rename(out / "metrics.csv")


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--models", default="1,2,3")
    parser.add_argument("--seeds", help="default: those of OUT/plan.csv")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--images", type=int, default=60_000, help="of the training set, the first")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        model, seed = map(int, options.one.split(","))
        train(model, seed, options.epochs, options.images, options.out)
        return 0
    models = {model: options.seeds for model in map(int, options.models.split(","))}
    if not options.seeds:
        with open(options.out / "plan.csv", newline="") as file:
            plan = {row["model"]: row for row in csv.DictReader(file)}
        for model in models:
            row = plan[f"model-{model}"]
            models[model] = f"{row['first_seed']}-{row['last_seed']}"
    # Seed by seed: a job that is stopped leaves every model with as many runs.
    waiting = sorted(
        (seed, model, options.out / f"model-{model}" / f"seed-{seed}")
        for model, seeds in models.items()
        for seed in random_streams.seeds(seeds)
    )
    waiting = [run for run in waiting if not (run[2] / "metrics.csv").exists()]
    running, failed = [], 0
    while waiting or running:
        while waiting and len(running) < options.jobs:
            seed, model, out = waiting.pop(0)
            command = [sys.executable, __file__, str(out), "--one", f"{model},{seed}"]
            command += ["--epochs", str(options.epochs), "--images", str(options.images)]
            running.append(subprocess.Popen(command))
        time.sleep(1)
        failed += sum(process.poll() not in (None, 0) for process in running)
        running = [process for process in running if process.poll() is None]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
