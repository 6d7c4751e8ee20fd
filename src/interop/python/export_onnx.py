"""Converts exported models to ONNX: `export_onnx.py RUN...`.

Beside `saved_model/` in every RUN folder it writes model.onnx, with tf2onnx.
"""

import pathlib
import subprocess
import sys

# Of the operations that the network uses, none changed after opset 18; older runtimes know it.
OPSET = 18

for run in map(pathlib.Path, sys.argv[1:]):
    # From within the folder: the file keeps the model's path.
    converter = subprocess.run(
        [sys.executable, "-m", "tf2onnx.convert", "--saved-model", "saved_model"]
        + ["--opset", str(OPSET), "--output", "model.onnx"],
        cwd=run,
    )
    if converter.returncode:
        sys.exit(converter.returncode)
    print(run / "model.onnx")
