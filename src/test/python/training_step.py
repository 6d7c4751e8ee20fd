"""Writes two training steps of the whole network as PyTorch computes them in doubles.

    python src/test/python/training_step.py

makes src/test/resources/reference/training_step.json.gz. The batch, the same in both steps, is the
first two training images of MNIST as src/main/resources/mnist holds them, with their labels.
Initial parameters are PyTorch's defaults under SEED. The optimizer is SGD with learning rate
0.05, momentum 0.9 and weight decay 0.0005; the loss has label smoothing 0.02.

    labels                  2 integers
    initial                 the 23 trainable parameters, by name
    first_step
      loss                  the batch's mean loss
      gradients             of that loss, weight decay not included; the 23 names
      running_statistics    after the step's one forward pass; the 14 names
    second_step
      loss
    after_two_steps
      parameters            the 23 names
      momentum_buffers      the 23 names
      running_statistics    the 14 names
      logits                [2, 10], in evaluation mode: with the running statistics

Names and shapes (every tensor is {"shape": [...], "values": [...]}, see tensors.py):

    conv1/kernel .. conv7/kernel            [3, 3, in, out]
    batch_norm1/gamma .. batch_norm7/gamma  [channels], and the same for beta
    dense/kernel                            [18, 10]
    dense/bias                              [10]

    batch_norm1/mean .. batch_norm7/mean    [channels], and the same for variance
"""

import gzip
from pathlib import Path

import torch
from torch import nn

from tensors import hwio, tensor, write

MNIST = Path(__file__).parents[2] / "main" / "resources" / "mnist"
BATCH = 2

# The first seed with which, in both steps, every input of a ReLU is this far from 0, and the maximum
# of every pooling window this far from the next, unless they see the same flat background. Closer
# values, within what float32 rounds away when BatchNorm sums up thousands of them, would have their
# gradients passed or stopped by chance.
SEED = 4
MARGIN = 3e-5


def idx(name, header, size):
    """The first bytes after an IDX file's header."""
    with gzip.open(MNIST / name) as file:
        return torch.frombuffer(bytearray(file.read(header + size)[header:]), dtype=torch.uint8)


def block(inputs, outputs, padding=0):
    convolution = nn.Conv2d(inputs, outputs, 3, padding=padding, bias=False)
    return [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]


def parameters(of):
    """What is to be written of each trainable parameter, by its name and in TensorFlow's layout."""
    named = {}
    for number, (convolution, norm) in enumerate(zip(convolutions, norms), start=1):
        named[f"conv{number}/kernel"] = hwio(of(convolution.weight))
        named[f"batch_norm{number}/gamma"] = tensor(of(norm.weight))
        named[f"batch_norm{number}/beta"] = tensor(of(norm.bias))
    named["dense/kernel"] = tensor(of(dense.weight).T)
    named["dense/bias"] = tensor(of(dense.bias))
    return named


def running_statistics():
    named = {}
    for number, norm in enumerate(norms, start=1):
        named[f"batch_norm{number}/mean"] = tensor(norm.running_mean)
        named[f"batch_norm{number}/variance"] = tensor(norm.running_var)
    return named


torch.manual_seed(SEED)
torch.set_default_dtype(torch.float64)

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
)
convolutions = [layer for layer in network if isinstance(layer, nn.Conv2d)]
norms = [layer for layer in network if isinstance(layer, nn.BatchNorm2d)]
dense = network[-1]
assert sum(p.numel() for p in network.parameters()) == 7784

images = idx("train-images-idx3-ubyte.gz", 16, BATCH * 28 * 28).view(BATCH, 1, 28, 28)
images = (images / 255.0 - 0.1307) / 0.3081
labels = idx("train-labels-idx1-ubyte.gz", 8, BATCH).long()

loss_function = nn.CrossEntropyLoss(label_smoothing=0.02)
optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, weight_decay=0.0005)


def check_relu(layer, inputs):
    if layer.training:
        assert inputs[0].abs().min() > MARGIN, f"seed {SEED} comes too close to a ReLU's kink"


def check_pool(layer, inputs):
    if layer.training:
        windows = nn.functional.unfold(inputs[0].flatten(0, 1).unsqueeze(1), 2, stride=2)
        first, second = windows.topk(2, dim=1).values.unbind(1)
        lead = first - second
        assert lead[lead > 1e-12].min() > MARGIN, f"seed {SEED} has a near tie in a pool"


for layer in network:
    if isinstance(layer, nn.ReLU):
        layer.register_forward_pre_hook(check_relu)
    elif isinstance(layer, nn.MaxPool2d):
        layer.register_forward_pre_hook(check_pool)


def step():
    optimizer.zero_grad()
    loss = loss_function(network(images), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


content = {"labels": labels.tolist(), "initial": parameters(lambda p: p)}
content["first_step"] = {
    "loss": step(),
    "gradients": parameters(lambda p: p.grad),
    "running_statistics": running_statistics(),
}
content["second_step"] = {"loss": step()}
after = {
    "parameters": parameters(lambda p: p),
    "momentum_buffers": parameters(lambda p: optimizer.state[p]["momentum_buffer"]),
    "running_statistics": running_statistics(),
}
network.eval()
with torch.no_grad():
    after["logits"] = tensor(network(images))
content["after_two_steps"] = after

write("training_step.json.gz", content)
