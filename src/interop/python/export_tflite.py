"""Converts exported models to LiteRT: `export_tflite.py RUN...`.

Beside `saved_model/` in every RUN folder it writes one file for each of the converter's modes. The
integer ones take the ranges of the activations from MNIST's first 500 training images.
"""

import pathlib
import sys
import zipfile

import flatbuffers
import tensorflow as tf
from tensorflow.lite.python import schema_py_generated as schema

import description
import mnist

TENSOR_AXIS_LABELS = 2


def float32(converter):
    pass


def float16(converter):
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]


def dynamic(converter):
    converter.optimizations = [tf.lite.Optimize.DEFAULT]


def int8(converter):
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    images = mnist.read("train")[0][:500].astype("f4")
    converter.representative_dataset = lambda: ({"images": image[None]} for image in images)


def uint8(converter):
    int8(converter)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.uint8


FILES = {
    "model.tflite": float32,
    "model-float16.tflite": float16,
    "model-dynamic.tflite": dynamic,
    "model-int8.tflite": int8,
    "model-uint8.tflite": uint8,
}


def table(builder, *fields):
    """Adds a table to a FlatBuffer: a field is None, a number, a string, or a list of tables' fields."""
    values = []
    for field in fields:
        if isinstance(field, str):
            field = builder.CreateString(field)
        elif isinstance(field, list):
            tables = [table(builder, *each) for each in field]
            builder.StartVector(4, len(tables), 4)
            for each in reversed(tables):
                builder.PrependUOffsetTRelative(each)
            field = builder.EndVector()
        values.append(field)
    builder.StartObject(len(fields))
    for slot, (field, value) in enumerate(zip(fields, values)):
        if isinstance(field, int):
            builder.PrependInt8Slot(slot, value, 0)
        elif field is not None:
            builder.PrependUOffsetTRelativeSlot(slot, value, 0)
    return builder.EndObject()


def described(content, words):
    """Adds TFLite metadata: metadata_schema.fbs of TensorFlow Lite Support has the order of the fields."""
    labels = ["labels.txt", "One digit a line.", TENSOR_AXIS_LABELS]
    images = ["images", words["input"]]
    probabilities = ["probabilities", "Softmax.", None, None, None, None, [labels]]
    text = f"{words['description']} Test accuracy {words['test_accuracy']}."
    builder = flatbuffers.Builder()
    subgraphs = [[None, None, [images], [probabilities]]]
    root = table(builder, words["name"], text, None, subgraphs, None, words["license"])
    builder.Finish(root, b"M001")
    model = schema.ModelT.InitFromPackedBuf(content)
    entry = schema.MetadataT()
    entry.name, entry.buffer = "TFLITE_METADATA", len(model.buffers)
    buffer = schema.BufferT()
    buffer.data = list(builder.Output())
    model.metadata = [*(model.metadata or []), entry]
    model.buffers.append(buffer)
    packed = flatbuffers.Builder()
    packed.Finish(model.Pack(packed), b"TFL3")
    return bytes(packed.Output())


for run in map(pathlib.Path, sys.argv[1:]):
    words = description.of(run)
    for name, mode in FILES.items():
        converter = tf.lite.TFLiteConverter.from_saved_model(
            str(run / "saved_model"), signature_keys=["probabilities"]
        )
        mode(converter)
        draft = run / f"{name}.tmp"
        draft.write_bytes(described(converter.convert(), words))
        # Files that metadata names follow the model, in the form of a ZIP archive.
        with zipfile.ZipFile(draft, "a") as archive:
            archive.writestr("labels.txt", words["labels"].replace(" ", "\n") + "\n")
        draft.replace(run / name)
        print(run / name)
