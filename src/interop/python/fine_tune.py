"""Trains a loaded SavedModel further: `fine_tune.py MODEL TENSORS OUTPUT`, see exchange.py.

One epoch of gradient descent on MNIST's first 1,000 training images, through the variables that
TensorFlow for Python finds in the model; BatchNorm keeps its running statistics. The trained model
is saved and loaded again, and it is this one that classifies.
"""

import tempfile

import numpy as np
import tensorflow as tf

import exchange
import mnist

RATE = 0.001
BATCH = 50
IMAGES = tf.TensorSpec([None, 28, 28, 1], tf.float32, "images")


def load(model):
    loaded = tf.saved_model.load(model)
    serve = loaded.signatures["serving_default"]
    images, labels = (values[:1000].astype(dtype) for values, dtype in zip(mnist.read("train"), "fi"))

    def loss(images, labels):
        logits = serve(images=tf.constant(images))["logits"]
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    before = loss(images, labels)
    for i in range(0, len(images), BATCH):
        with tf.GradientTape() as tape:
            batch_loss = loss(images[i : i + BATCH], labels[i : i + BATCH])
        variables = serve.trainable_variables
        for variable, gradient in zip(variables, tape.gradient(batch_loss, variables)):
            variable.assign_sub(RATE * gradient)
    after = loss(images, labels)
    if not after < before:
        raise SystemExit(f"training moved the loss from {before} to {after}, expected a smaller one")

    with tempfile.TemporaryDirectory() as folder:
        module = tf.Module()  # without the initializer of the loaded one, which converters cannot find
        module.saved_variables = list(loaded.variables)
        module.serve = tf.function(lambda images: serve(images=images), [IMAGES])
        tf.saved_model.save(module, folder, signatures={"serving_default": module.serve})
        saved = tf.saved_model.load(folder).signatures["serving_default"]
    if not np.array_equal(*(f(images=tf.constant(images))["logits"] for f in (serve, saved))):
        raise SystemExit("the model that was saved again is another one")
    return tf.__version__, lambda images: saved(images=tf.constant(images))


exchange.run(load)
