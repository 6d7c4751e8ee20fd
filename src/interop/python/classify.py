"""Runtimes that have a Python API: `classify.py RUNTIME MODEL IMAGES OUTPUT`.

Each function here loads a model in one runtime: see exchange.py.
"""

import sys
from importlib.metadata import version

import exchange


def tensorflow(model):
    import tensorflow as tf

    serve = tf.saved_model.load(model).signatures["serving_default"]
    return tf.__version__, lambda images: serve(images=tf.constant(images))


def xla(model):
    import tensorflow as tf

    serve = tf.function(tf.saved_model.load(model).signatures["serving_default"], jit_compile=True)
    return tf.__version__, lambda images: serve(images=tf.constant(images))


def keras(model):
    import keras

    return keras.__version__, keras.layers.TFSMLayer(model, call_endpoint="serving_default")


def litert(model):
    from ai_edge_litert.interpreter import Interpreter

    serve = Interpreter(model).get_signature_runner("serving_default")
    images_type = serve.get_input_details()["images"]["dtype"]
    scale, zero = serve.get_output_details()["probabilities"]["quantization"]

    def classify(images):
        outputs = serve(images=images.astype(images_type))
        probabilities = outputs["probabilities"].astype("f4")
        # A scale of 0: the output is not quantised.
        return {
            "probabilities": scale * (probabilities - zero) if scale else probabilities,
            "classes": outputs["classes"].copy(),
        }

    return version("ai-edge-litert"), classify


def openvino(model):
    import openvino as ov

    # By default it computes in what is fastest on the processor, such as bfloat16.
    precision = {"INFERENCE_PRECISION_HINT": "f32"}
    return version("openvino"), ov.compile_model(ov.convert_model(model), "CPU", precision)


def onnxruntime(model):
    import onnxruntime as ort

    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return ort.__version__, lambda images: dict(zip(names, session.run(names, {"images": images})))


def opencv(model):
    import cv2

    net = cv2.dnn.readNetFromONNX(model)
    names = ["logits", "probabilities", "classes"]

    def classify(images):
        net.setInput(images, "images")
        return dict(zip(names, net.forward(names)))

    return cv2.__version__, classify


def tract(model):
    import tract as t

    model = t.onnx().load(model).into_model().into_runnable()
    names = ["classes", "logits", "probabilities"]  # in the file's order: tract has other names
    return version("tract"), lambda images: {
        name: tensor.to_numpy() for name, tensor in zip(names, model.run([images]))
    }


exchange.run(globals()[sys.argv[1]])
