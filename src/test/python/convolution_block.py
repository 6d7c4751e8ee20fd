"""Writes one Conv2d-BatchNorm-ReLU block, forward and backward, as PyTorch computes it in doubles.

    python src/test/python/convolution_block.py

makes src/test/resources/reference/convolution_block.json. Conv2d(7 -> 10, 3x3, no padding, no
bias); BatchNorm with epsilon 1e-5 and momentum 0.1, in training mode, from running mean 0 and
variance 1.
Every tensor is {"shape": [...], "values": [...]} (see tensors.py):

    input     [2, 8, 9, 7]    batch, height, width, channels
    kernel    [3, 3, 7, 10]   height, width, in, out
    gamma     [10]
    beta      [10]
    output    [2, 6, 7, 10]
    running_mean, running_variance   [10], after the one forward pass
    direction [2, 6, 7, 10]   the gradients below are those of sum(output * direction)
    gradients {"input", "kernel", "gamma", "beta"}, each of its tensor's shape
"""

import torch
from torch import nn

from tensors import hwio, nhwc, tensor, write

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

convolution = nn.Conv2d(7, 10, 3, bias=False)
norm = nn.BatchNorm2d(10)
nn.init.uniform_(norm.weight, 0.5, 1.5)
nn.init.uniform_(norm.bias, -0.5, 0.5)

images = torch.randn(2, 7, 8, 9, requires_grad=True)
output = torch.relu(norm(convolution(images)))
direction = torch.randn_like(output)
(output * direction).sum().backward()

write(
    "convolution_block.json",
    {
        "input": nhwc(images),
        "kernel": hwio(convolution.weight),
        "gamma": tensor(norm.weight),
        "beta": tensor(norm.bias),
        "output": nhwc(output),
        "running_mean": tensor(norm.running_mean),
        "running_variance": tensor(norm.running_var),
        "direction": nhwc(direction),
        "gradients": {
            "input": nhwc(images.grad),
            "kernel": hwio(convolution.weight.grad),
            "gamma": tensor(norm.weight.grad),
            "beta": tensor(norm.bias.grad),
        },
    },
)
