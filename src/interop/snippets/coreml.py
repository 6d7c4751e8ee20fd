import coremltools as ct
import tensorflow as tf

loaded = tf.saved_model.load("results/reference/record/seed-1/saved_model")  # owns the variables
serve = loaded.signatures["probabilities"]
batch = ct.RangeDim(1, 500)
model = ct.convert(
    [serve],
    source="tensorflow",
    inputs=[ct.TensorType("images", ct.Shape([batch, 28, 28, 1]))],
    compute_precision=ct.precision.FLOAT32,
)
model.short_description = "Handwritten digits: intensities 0-255 to ten probabilities"
model.license = "Apache-2.0"
model.save("record.mlpackage")
