"""TensorFlow for Python, `tf.saved_model.load`."""

import tensorflow as tf

import exchange


def load(model):
    serve = tf.saved_model.load(model).signatures["serving_default"]

    def classify(images):
        outputs = serve(images=tf.constant(images))
        return outputs["probabilities"].numpy(), outputs["classes"].numpy()

    return classify


exchange.run(tf.__version__, load)
