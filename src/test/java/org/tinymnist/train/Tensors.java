package org.tinymnist.train;

import org.tensorflow.types.TFloat32;

/** Values of tensors, for tests. */
final class Tensors {

  private Tensors() {}

  static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
