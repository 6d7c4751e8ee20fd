"""The network of the note in PyTorch."""

from torch import nn


def network(dropout):
    """7,784 parameters: 3x3 convolutions without bias, BatchNorm, ReLU."""
    layers, channels = [], 1
    for out, padding, pool in (
        (7, 0, False), (7, 0, False), (10, 0, True), (10, 0, False), (12, 0, True),
        (16, 1, False), (18, 1, False),
    ):
        layers += [nn.Conv2d(channels, out, 3, padding=padding, bias=False)]
        layers += [nn.BatchNorm2d(out), nn.ReLU()]
        layers += [nn.Dropout2d(0.1)] if dropout else []
        layers += [nn.MaxPool2d(2, 2)] if pool else []
        channels = out
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    layers += [nn.Dropout(0.1)] if dropout else []
    return nn.Sequential(*layers, nn.Linear(channels, 10))
