"""TensorFlow Serving's requests and answers, from `tensorflow-serving-api`, without its server.

MODEL is what `tensorflow_model_server --model_base_path=` takes. As the server does, this loads its
newest version with the tag `serve`, checks a PredictRequest against the signature, runs the session
on the tensors that the signature names, and puts what comes out into a PredictResponse.
"""

from importlib.metadata import version
import pathlib

import tensorflow as tf
from tensorflow_serving.apis.predict_pb2 import PredictRequest, PredictResponse

import exchange

SIGNATURE = "serving_default"


def newest(base):
    """The folder of the highest number: the server passes over all others."""
    versions = (path for path in pathlib.Path(base).iterdir() if path.name.isdecimal())
    return str(max(versions, key=lambda path: int(path.name)))


def check(signature, request):
    """Raises what the server answers with an error."""
    if signature.method_name != "tensorflow/serving/predict":
        raise ValueError(f"method {signature.method_name}, expected tensorflow/serving/predict")
    if set(request.inputs) != set(signature.inputs):
        raise ValueError(f"inputs {set(request.inputs)}, expected {set(signature.inputs)}")
    for name, tensor in request.inputs.items():
        if tensor.dtype != signature.inputs[name].dtype:
            raise ValueError(f"{name}: type {tensor.dtype}, expected {signature.inputs[name].dtype}")


def answer(session, signature, request):
    check(signature, request)
    inputs = {
        signature.inputs[name].name: tf.make_ndarray(tensor)
        for name, tensor in request.inputs.items()
    }
    outputs = {name: info.name for name, info in signature.outputs.items()}
    response = PredictResponse()
    for name, value in session.run(outputs, inputs).items():
        response.outputs[name].CopyFrom(tf.make_tensor_proto(value))
    return response


def load(model):
    session = tf.compat.v1.Session(graph=tf.Graph())
    with session.graph.as_default():
        graph = tf.compat.v1.saved_model.load(session, ["serve"], newest(model))
    signature = graph.signature_def[SIGNATURE]

    def classify(images):
        request = PredictRequest()
        request.model_spec.signature_name = SIGNATURE
        request.inputs["images"].CopyFrom(tf.make_tensor_proto(images))
        # What goes over the wire is the serialised message.
        request = PredictRequest.FromString(request.SerializeToString())
        outputs = answer(session, signature, request).outputs
        return {name: tf.make_ndarray(tensor) for name, tensor in outputs.items()}

    return version("tensorflow-serving-api"), classify


exchange.run(load)
