import json
import sys

import numpy as np
import tensorflow as tf

folder = sys.argv[1]  # such as results/reference/record/seed-1/saved_model
with open(f"{folder}/sample.json") as file:
    sample = json.load(file)
images = tf.constant(sample["inputs"]["images"], tf.float32)  # [1, 28, 28, 1], intensities 0-255

model = tf.saved_model.load(folder)
outputs = model(images)  # or model.signatures["serving_default"](images=images)
print("digit", outputs["classes"].numpy()[0])
print("probability", outputs["probabilities"].numpy()[0].max())
np.testing.assert_allclose(outputs["logits"], sample["outputs"]["logits"], atol=1e-4)
