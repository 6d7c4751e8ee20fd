"""ONNX Runtime for Python."""

import onnxruntime

import exchange


def load(model):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return lambda images: session.run(["probabilities", "classes"], {"images": images})


exchange.run(onnxruntime.__version__, load)
