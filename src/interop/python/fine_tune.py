"""Trains a loaded SavedModel further: `fine_tune.py MODEL TENSORS OUTPUT`, see exchange.py.

One epoch of gradient descent on MNIST's first 1,000 training images. BatchNorm keeps its running
statistics. The trained model is saved, loaded again, and classifies.
"""

import tempfile

import numpy as np
import tensorflow as tf

import exchange
import mnist

RATE = 0.001
BATCH = 50


def load(model):
    loaded = tf.saved_model.load(model)
    variables = [variable for variable in loaded.variables if variable.trainable]
    images, labels = (values[:1000].astype(dtype) for values, dtype in zip(mnist.read("train"), "fi"))

    def loss(images, labels):
        logits = loaded(tf.constant(images))["logits"]
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    before = loss(images, labels)
    for i in range(0, len(images), BATCH):
        with tf.GradientTape() as tape:
            batch_loss = loss(images[i : i + BATCH], labels[i : i + BATCH])
        for variable, gradient in zip(variables, tape.gradient(batch_loss, variables)):
            variable.assign_sub(RATE * gradient)
    after = loss(images, labels)
    if not after < before:
        raise SystemExit(f"training moved the loss from {before} to {after}, expected a smaller one")

    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(loaded, folder, signatures=loaded.signatures)
        saved = tf.saved_model.load(folder)
    if not np.array_equal(*(each(tf.constant(images))["logits"] for each in (loaded, saved))):
        raise SystemExit("the model that was saved again is another one")
    return tf.__version__, lambda images: saved.signatures["serving_default"](images=tf.constant(images))


exchange.run(load)
