"""Converts exported models to LiteRT: `export_tflite.py RUN...`.

Beside `saved_model/` in every RUN folder it writes one file for each of the converter's modes. The
integer ones take the ranges of the activations from MNIST's first 500 training images.
"""

import pathlib
import sys

import tensorflow as tf

import mnist


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

for run in map(pathlib.Path, sys.argv[1:]):
    for name, mode in FILES.items():
        converter = tf.lite.TFLiteConverter.from_saved_model(
            str(run / "saved_model"), signature_keys=["serving_default"]
        )
        mode(converter)
        draft = run / f"{name}.tmp"
        draft.write_bytes(converter.convert())
        draft.replace(run / name)
        print(run / name)
