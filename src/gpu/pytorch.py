"""Measures the time of a training step of the same network in PyTorch.

Usage: pytorch.py eager|compiled|graphs DEVICE SECONDS
The data is random and already on the device, so only the times are meaningful.
"""

import sys
import time

import torch
from torch import nn

BATCH, BLOCK = 128, 20
mode, device, seconds = sys.argv[1:]
if mode == "graphs" and device != "cuda":
    print("CUDA graphs require a GPU")
    sys.exit(3)
torch.backends.cudnn.benchmark = True


def block(inputs, outputs, padding=0):
    convolution = nn.Conv2d(inputs, outputs, 3, padding=padding, bias=False)
    return [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]


network = nn.Sequential(
    *block(1, 7),
    *block(7, 7),
    *block(7, 10),
    nn.MaxPool2d(2, 2),
    *block(10, 10),
    *block(10, 12),
    nn.MaxPool2d(2, 2),
    *block(12, 16, padding=1),
    *block(16, 18, padding=1),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(18, 10),
).to(device)
loss_function = nn.CrossEntropyLoss(label_smoothing=0.02)
optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
images = torch.randn(60_000, 1, 28, 28, device=device)
labels = torch.randint(10, (60_000,), device=device)
x, y = images[:BATCH].clone(), labels[:BATCH].clone()


def gradients():
    optimizer.zero_grad(set_to_none=False)
    loss_function(network(x), y).backward()


def step():
    gradients()
    optimizer.step()


if mode == "compiled":
    network = torch.compile(network)


def synchronize():
    if device == "cuda":
        torch.cuda.synchronize()


def train(steps):
    for _ in range(steps):
        batch = torch.randint(60_000, (BATCH,), device=device)
        x.copy_(images[batch])
        y.copy_(labels[batch])
        step()
    synchronize()


if mode == "graphs":
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        gradients()
        optimizer.step()
    step = graph.replay

train(BLOCK)
steps, began = 0, time.perf_counter()
while time.perf_counter() - began < float(seconds):
    train(BLOCK)
    steps += BLOCK
milliseconds = (time.perf_counter() - began) / steps * 1000
print(f"PyTorch {torch.__version__} {mode} on {device}: {milliseconds:.3f} ms per step of {BATCH} images")
