"""Converts exported models to ONNX: `export_onnx.py RUN...`.

Beside `saved_model/` in every RUN folder it writes model.onnx, with tf2onnx.
"""

import pathlib
import subprocess
import sys

# Of the operations that the network uses, none changed after opset 18; older runtimes know it.
OPSET = 18

for run in map(pathlib.Path, sys.argv[1:]):
    model = run / "model.onnx"
    converter = subprocess.run(
        [sys.executable, "-m", "tf2onnx.convert", "--saved-model", run / "saved_model"]
        + ["--opset", str(OPSET), "--output", model]
    )
    if converter.returncode:
        sys.exit(converter.returncode)
    print(model)
