"""Runtimes that have a Python API: `classify.py RUNTIME MODEL TENSORS OUTPUT`.

Each function here loads a model in one runtime: see exchange.py.
"""

import sys
import tempfile
import zipfile
from importlib.metadata import version

import numpy as np

import exchange

NAMES = ["classes", "logits", "probabilities"]  # in the order of ONNX files


def tensorflow(model):
    import tensorflow as tf

    serve = tf.saved_model.load(model).signatures["serving_default"]
    return tf.__version__, lambda images: serve(images=tf.constant(images))


def jax(model):
    import jax
    import tensorflow as tf
    import tf2jax

    loaded = tf.saved_model.load(model)
    function, variables = tf2jax.convert_from_restored(loaded.serve)
    compiled = jax.jit(function)
    return jax.__version__, lambda images: jax.block_until_ready(compiled(variables, images)[0])


def keras(model):
    import keras

    return keras.__version__, keras.layers.TFSMLayer(model)


def litert(model):
    from ai_edge_litert.interpreter import Interpreter

    expect_labels(zipfile.ZipFile(model).read("labels.txt").decode())
    serve = Interpreter(model).get_signature_runner("probabilities")
    images_type = serve.get_input_details()["images"]["dtype"]
    quantization = serve.get_output_details()["probabilities"]["quantization"]

    def classify(images):
        outputs = serve(images=images.astype(images_type))
        return {"probabilities": dequantized(outputs["probabilities"], *quantization)}

    return version("ai-edge-litert"), classify


def dequantized(values, scale, zero):
    # A scale of 0: the output is not quantized.
    return scale * (values.astype("f4") - zero) if scale else values.copy()


def tflite_micro(model):
    from tflite_micro import runtime

    serve = runtime.Interpreter.from_file(model)
    images_type = serve.get_input_details(0)["dtype"]
    quantization = serve.get_output_details(0)["quantization_parameters"]
    scale, zero = (quantization[name][0] for name in ("scales", "zero_points"))

    def one(image):
        serve.set_input(image[None].astype(images_type), 0)
        serve.invoke()
        return dequantized(serve.get_output(0), scale, zero)

    # It knows batches of one image.
    return version("tflite-micro"), lambda images: {
        "probabilities": np.concatenate([np.empty((0, 10), "f4"), *map(one, images)])
    }


def openvino(model):
    import openvino as ov

    # By default it computes in what is fastest on the processor, such as bfloat16.
    precision = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = ov.compile_model(ov.convert_model(model), "CPU", precision)

    def classify(images):
        outputs = compiled(images)
        return {name: outputs[name].copy() for name in NAMES}

    return version("openvino"), classify


def onnxruntime(model):
    import onnxruntime as ort

    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    expect_labels(session.get_modelmeta().custom_metadata_map["labels"])
    return ort.__version__, lambda images: dict(zip(NAMES, session.run(NAMES, {"images": images})))


def onnx2torch(model):
    import onnx2torch
    import torch

    network = onnx2torch.convert(model).eval()

    @torch.no_grad()
    def classify(images):
        return dict(zip(NAMES, (tensor.numpy() for tensor in network(torch.tensor(images)))))

    return f"{version('onnx2torch')} in PyTorch {torch.__version__}", classify


def mnn(model):
    import _tools
    from MNN import expr, nn

    with tempfile.TemporaryDirectory() as folder:
        converted = f"{folder}/model.mnn"
        # The command mnnconvert does the same, and then reports it to a server of its maker.
        _tools.mnnconvert(["", "-f", "ONNX", "--modelFile", model, "--MNNModel", converted])
        network = nn.load_module_from_file(converted, ["images"], NAMES)

    def classify(images):
        outputs = network.forward([expr.const(images, list(images.shape), expr.NCHW)])
        if not outputs:
            raise ValueError("MNN gives no outputs")
        return dict(zip(NAMES, (output.read().copy() for output in outputs)))

    return version("MNN"), classify


def opencv(model):
    import cv2

    net = cv2.dnn.readNetFromONNX(model)

    def classify(images):
        if not images.size:
            raise ValueError("OpenCV 5.0.0 ends the process on a tensor without values")
        net.setInput(images, "images")
        return dict(zip(NAMES, net.forward(NAMES)))

    return cv2.__version__, classify


def tract(model):
    import tract as t

    model = t.onnx().load(model).into_model().into_runnable()
    return version("tract"), lambda images: {
        name: tensor.to_numpy() for name, tensor in zip(NAMES, model.run([images]))
    }


LABELS = [str(digit) for digit in range(10)]


def expect_labels(found):
    """Checks the description in a file."""
    if found.split() != LABELS:
        raise SystemExit(f"labels {found}, expected {LABELS}")


exchange.run(globals()[sys.argv[1]])
