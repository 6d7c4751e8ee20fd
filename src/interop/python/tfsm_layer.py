"""Keras 3, `keras.layers.TFSMLayer`."""

import keras

import exchange


def load(model):
    layer = keras.layers.TFSMLayer(model, call_endpoint="serving_default")

    def classify(images):
        outputs = layer(images)
        return outputs["probabilities"].numpy(), outputs["classes"].numpy()

    return classify


exchange.run(keras.__version__, load)
