"""What Tiny MNIST draws from a run's seed, computed again: initial weights and the order of images.

The Java side is org.tinymnist.train.RandomStreams. Tests hold both against the same file,
src/test/resources/reference/random_streams.json.
"""

import math
import struct

WEIGHTS, SHUFFLE = range(2)
MASK = (1 << 64) - 1


def mix(value):
    """SplitMix64 (Steele, Lea and Flood, 2014)."""
    z = (value + 0x9E3779B97F4A7C15) & MASK
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


class JavaRandom:
    """java.util.Random, whose algorithm its documentation fixes."""

    def __init__(self, seed, purpose, epoch):
        derived = mix(mix(mix(seed & MASK) + purpose & MASK) + (epoch << 32) & MASK)
        self.state = (derived ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def bits(self, count):
        self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return self.state >> (48 - count)

    def below(self, bound):
        """nextInt(bound)."""
        if bound & -bound == bound:
            return bound * self.bits(31) >> 31
        while True:
            drawn = self.bits(31)
            if drawn - drawn % bound + bound - 1 < 1 << 31:
                return drawn % bound


def order(seed, epoch, count):
    """The order of the training images in an epoch, which counts from 1."""
    random, images = JavaRandom(seed, SHUFFLE, epoch), [0] * count
    for i in range(count):
        j = random.below(i + 1)
        images[i] = images[j]
        images[j] = i
    return images


def weights(seed, tensors):
    """The initial kernels and biases in the order of the layers, row by row: lists of float32 values.

    tensors: the number of values and the fan-in of each
    """
    random = JavaRandom(seed, WEIGHTS, 0)
    for count, fan_in in tensors:
        bound = float32(1 / math.sqrt(fan_in))
        # nextFloat() has 24 bits, so that only the product is rounded.
        yield [float32((2 * (random.bits(24) * 2.0**-24) - 1) * bound) for _ in range(count)]


def float32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def initialize(network, seed):
    """Sets the initial kernels and biases of a PyTorch network. BatchNorm draws nothing."""
    import torch

    layers = [m for m in network if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear))]
    tensors = [
        (parameter, layer.weight[0].numel()) for layer in layers for parameter in layer.parameters()
    ]
    drawn = weights(seed, [(parameter.numel(), fan_in) for parameter, fan_in in tensors])
    for (parameter, _), values in zip(tensors, drawn):
        values, shape = torch.tensor(values), parameter.shape
        # TensorFlow's kernels are [height, width, in, out] or [in, out], drawn row by row.
        if len(shape) == 4:
            values = values.reshape(*shape[2:], shape[1], shape[0]).permute(3, 2, 0, 1)
        elif len(shape) == 2:
            values = values.reshape(shape[1], shape[0]).T
        with torch.no_grad():
            parameter.copy_(values)


def seeds(text):
    """The seeds of a range such as 1-10, or the one seed."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)
