"""Converts exported models to ONNX: `export_onnx.py RUN...`.

Beside `saved_model/` in every RUN folder it writes model.onnx, with tf2onnx.
"""

import pathlib
import subprocess
import sys

import onnx
from onnx.tools.update_model_dims import update_inputs_outputs_dims

import description

# An old one, which older runtimes and converters read too; accuracy is the same as with 18.
OPSET = 13

for run in map(pathlib.Path, sys.argv[1:]):
    # From within the folder: the file keeps the model's path.
    subprocess.run(
        [sys.executable, "-m", "tf2onnx.convert", "--saved-model", "saved_model", "--tag", "serve"]
        + ["--signature_def", "serving_default", "--opset", str(OPSET)]
        + ["--output", "model.onnx.tmp"],
        cwd=run,
        check=True,
    )
    draft = run / "model.onnx.tmp"
    # The converter numbers dimensions that it does not know.
    model = update_inputs_outputs_dims(
        onnx.load(draft),
        {"images": ["batch", 28, 28, 1]},
        {"logits": ["batch", 10], "probabilities": ["batch", 10], "classes": ["batch"]},
    )
    onnx.helper.set_model_props(model, description.of(run))
    onnx.save(model, draft)
    draft.replace(run / "model.onnx")
    print(run / "model.onnx")
