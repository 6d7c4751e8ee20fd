"""LiteRT, the interpreter of TensorFlow Lite models."""

from importlib.metadata import version

from ai_edge_litert.interpreter import Interpreter

import exchange


def load(model):
    interpreter = Interpreter(model)
    serve = interpreter.get_signature_runner("serving_default")

    def classify(images):
        outputs = serve(images=images)
        return outputs["probabilities"].copy(), outputs["classes"].copy()

    return classify


exchange.run(version("ai-edge-litert"), load)
