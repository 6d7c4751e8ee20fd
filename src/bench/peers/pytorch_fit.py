"""PyTorch on the CPU.

MODE is eager or compiled, with channels_last or without; PRECISION bfloat16 is autocast.
"""

import itertools
import shutil
import sys

import torch
from torch import nn

import measure
from pytorch_network import network

torch.set_num_threads(measure.THREADS)
layout = torch.channels_last if "channels_last" in measure.MODE else torch.contiguous_format

network = network(dropout=False).to(memory_format=layout)
loss_function = nn.CrossEntropyLoss(label_smoothing=0.02)
optimizer = torch.optim.SGD(network.parameters(), lr=0.001, fused=True)
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer,
    max_lr=0.05,
    epochs=measure.EPOCHS,
    steps_per_epoch=measure.STEPS_PER_EPOCH,
    pct_start=0.2,
    div_factor=10,
    final_div_factor=100,
    anneal_strategy="cos",
)

images, labels = (torch.from_numpy(part) for part in measure.mnist())
images = images.unsqueeze(1).contiguous(memory_format=layout)


def forward(images, labels):
    with torch.autocast("cpu", torch.bfloat16, enabled=measure.PRECISION == "bfloat16"):
        logits = network(images)
        loss = loss_function(logits, labels)
    return loss, (logits.argmax(1) == labels).sum()


if "compiled" in measure.MODE:
    if not any(map(shutil.which, ("g++", "clang++"))):
        sys.exit("torch.compile needs a C++ compiler")
    forward = torch.compile(forward)


def batches():
    while True:
        for batch in torch.randperm(len(images)).split(measure.BATCH):
            yield images[batch], labels[batch]


batches = batches()
loss_sum = torch.zeros(())
correct_sum = torch.zeros((), dtype=torch.int64)


def train(steps):
    for x, y in itertools.islice(batches, steps):
        optimizer.zero_grad()
        loss, correct = forward(x, y)
        loss.backward()
        optimizer.step()
        scheduler.step()
        loss_sum.add_(loss.detach())
        correct_sum.add_(correct)


measure.says("version", torch.__version__)
train(1)
measure.says("step 1 1")
for count in itertools.count(1 + measure.BLOCK, measure.BLOCK):
    train(measure.BLOCK)
    measure.says("step 1", count)
