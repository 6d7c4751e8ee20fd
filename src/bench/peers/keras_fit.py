"""Keras on TensorFlow, its `fit`.

MODE is graph or jit_compile, with TensorFlow's oneDNN kernels, or without.
"""

import math
import os

import measure

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0" if "no oneDNN" in measure.MODE else "1"

import keras
import tensorflow as tf
from keras import layers, ops

if measure.PRECISION == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
tf.config.threading.set_intra_op_parallelism_threads(measure.THREADS)
if measure.THREADS == 1:
    tf.config.threading.set_inter_op_parallelism_threads(1)


class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """PyTorch's OneCycleLR. Keras cannot schedule the momentum, which is constant."""

    def __call__(self, step):
        last = measure.EPOCHS * measure.STEPS_PER_EPOCH - 1
        peak = 0.2 * (last + 1) - 1
        step = ops.cast(step, "float32")
        up = 0.5 * (1 - ops.cos(math.pi * step / peak))
        down = 0.5 * (1 + ops.cos(math.pi * (step - peak) / (last - peak)))
        return ops.where(step <= peak, 0.005 + 0.045 * up, 0.00005 + 0.04995 * down)


def block(channels, padding="valid"):
    return [
        layers.Conv2D(channels, 3, padding=padding, use_bias=False),
        layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
        layers.ReLU(),
    ]


network = keras.Sequential(
    [
        layers.Input((28, 28, 1)),
        *block(7),
        *block(7),
        *block(10),
        layers.MaxPooling2D(2),
        *block(10),
        *block(12),
        layers.MaxPooling2D(2),
        *block(16, "same"),
        *block(18, "same"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, dtype="float32"),
    ]
)
network.compile(
    optimizer=keras.optimizers.SGD(OneCycle(), momentum=0.9),
    loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.02),
    metrics=["accuracy"],
    jit_compile="jit_compile" in measure.MODE,
    steps_per_execution=measure.BLOCK,
)


class Steps(keras.callbacks.Callback):
    """Called after every block of steps, which is one execution."""

    count = 0

    def on_train_batch_end(self, batch, logs=None):
        self.count += measure.BLOCK
        measure.says("step 1", self.count)


measure.says(f"version {keras.__version__} (TensorFlow {tf.__version__})")
images, labels = measure.mnist()
network.fit(
    images[..., None],
    keras.utils.to_categorical(labels),
    batch_size=measure.BATCH,
    epochs=measure.EPOCHS,
    callbacks=[Steps()],
    verbose=0,
)
