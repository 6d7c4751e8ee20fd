import gzip

import numpy as np
import tensorflow as tf

with gzip.open("src/main/resources/mnist/t10k-images-idx3-ubyte.gz") as file:
    pixels = np.frombuffer(file.read(16 + 28 * 28), np.uint8, offset=16)
images = tf.constant(pixels.reshape(1, 28, 28, 1), tf.float32)  # raw intensities, 0-255

model = tf.saved_model.load("results/model-1-optimized/seed-1/saved_model")
outputs = model.signatures["serving_default"](images=images)
print("digit", outputs["classes"].numpy()[0])
print("probability", outputs["probabilities"].numpy()[0].max())
