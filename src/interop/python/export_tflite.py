"""Converts exported models to LiteRT: `export_tflite.py RUN...`.

Beside `saved_model/` in every RUN folder it writes model.tflite, float32, and model-int8.tflite,
whose weights and activations are 8-bit integers, while input and outputs stay as they were. The
ranges of the activations come from MNIST's first 500 training images.
"""

import gzip
import pathlib
import sys

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

TRAINING_IMAGES = (
    pathlib.Path(__file__).parents[3] / "src/main/resources/mnist/train-images-idx3-ubyte.gz"
)


def calibration():
    """The images as the converter asks for them: one by one, by the input's name."""
    with gzip.open(TRAINING_IMAGES) as file:
        pixels = np.frombuffer(file.read(16 + 500 * 28 * 28), np.uint8, offset=16)
    for image in pixels.reshape(-1, 1, 28, 28, 1):
        yield {"images": image.astype(np.float32)}


def converter(model):
    """A converter for a frozen graph: the converter's own loader refuses reference variables."""
    signature = tf.saved_model.load(str(model)).signatures["serving_default"]
    frozen = convert_variables_to_constants_v2(signature)
    images = tf.TensorSpec([None, 28, 28, 1], tf.float32, name="images")

    @tf.function(input_signature=[images])
    def serving_default(images):
        return tf.nest.pack_sequence_as(signature.structured_outputs, frozen(images))

    function = serving_default.get_concrete_function()
    return tf.lite.TFLiteConverter.from_concrete_functions([function], tf.Module())


def write(path, content):
    draft = path.with_suffix(".tmp")
    draft.write_bytes(content)
    draft.replace(path)
    print(path)


for run in map(pathlib.Path, sys.argv[1:]):
    write(run / "model.tflite", converter(run / "saved_model").convert())

    quantised = converter(run / "saved_model")
    quantised.optimizations = [tf.lite.Optimize.DEFAULT]
    quantised.representative_dataset = calibration
    write(run / "model-int8.tflite", quantised.convert())
