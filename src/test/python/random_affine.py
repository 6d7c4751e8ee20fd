"""Images transformed by torchvision, for RandomAffineTest: python random_affine.py

The first 400 training images of MNIST by `affine`, as RandomAffine calls it on a PIL image: 300 with
amounts that RandomAffine(degrees=7, translate=(0.08, 0.08)) draws, 100 with larger ones.
"""

import base64
import gzip
import sys
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import RandomAffine
from torchvision.transforms import functional

from tensors import write

MNIST = Path(__file__).parents[2] / "main" / "resources" / "mnist"
COUNT = 400
USUAL = 300


def main():
    with gzip.open(MNIST / "train-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(16 + COUNT * 784), np.uint8, offset=16)
    images = images.reshape(COUNT, 28, 28)
    torch.manual_seed(1)
    angles, shifts, transformed = [], [], []
    for i, image in enumerate(images):
        degrees, translate = (7, 0.08) if i < USUAL else (180, 0.5)
        angle, shift, scale, shear = RandomAffine.get_params(
            [-degrees, degrees], [translate, translate], None, None, [28, 28]
        )
        result = functional.affine(Image.fromarray(image), angle, shift, scale, shear)
        angles.append(angle)
        shifts.append(shift)
        transformed.append(np.asarray(result))
    write(
        "random_affine.json.gz",
        {
            "made_with": {
                "torchvision": torchvision.__version__,
                "pillow": PIL.__version__,
                "python": sys.version.split()[0],
            },
            "angles": angles,
            "shifts": shifts,
            "images": base64.b64encode(np.stack(transformed).tobytes()).decode(),
        },
    )


if __name__ == "__main__":
    main()
