package org.tinymnist.train;

import org.tinymnist.experiment.Augmentation;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tinymnist.data.LabeledImages;

/**
 * {@link Augmentation} as part of a graph: every image is turned, moved, scaled and sheared about
 * its centre, by amounts of its own. Bilinear; what comes in from outside is background.
 */
final class RandomAffine {

  private static final float CENTRE = (LabeledImages.SIZE - 1) / 2f;

  private RandomAffine() {}

  /**
   * Adds the transform to a graph. The forward map of a point about the centre is {@code p' = scale
   * * rotation * shear * p + shift}; the op wants the way back, from output to input.
   *
   * @param images raw intensities, {@code [batch, 28, 28, 1]}
   * @param batch scalar: the number of images
   * @param seed {@code [2]}: all amounts follow from it
   * @param strength scalar from 0 to 1 that multiplies all amounts; used if the augmentation fades
   */
  static Operand<TFloat32> addTo(
      Ops tf,
      Augmentation ranges,
      Operand<TFloat32> images,
      Operand<TInt32> batch,
      Operand<TInt64> seed,
      Operand<TFloat32> strength) {
    Operand<TInt32> shape = tf.stack(List.of(tf.constant(5), batch));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(shape, seed, TFloat32.class);
    Operand<TFloat32> symmetric =
        tf.math.sub(tf.math.mul(uniform, tf.constant(2f)), tf.constant(1f));
    Operand<TFloat32> faded =
        ranges.fade().isPresent() ? tf.math.mul(symmetric, strength) : symmetric;
    List<? extends Operand<TFloat32>> amount = tf.unstack(faded, 5L).output();
    Operand<TFloat32> angle = times(tf, amount.get(0), Math.toRadians(ranges.rotationDegrees()));
    Operand<TFloat32> shiftX = times(tf, amount.get(1), ranges.shiftPixels());
    Operand<TFloat32> shiftY = times(tf, amount.get(2), ranges.shiftPixels());
    Operand<TFloat32> scale =
        tf.math.add(times(tf, amount.get(3), ranges.scale()), tf.constant(1f));
    Operand<TFloat32> shear = times(tf, amount.get(4), ranges.shear());

    Operand<TFloat32> cos = tf.math.div(tf.math.cos(angle), scale);
    Operand<TFloat32> sin = tf.math.div(tf.math.sin(angle), scale);
    Operand<TFloat32> a0 = tf.math.add(cos, tf.math.mul(shear, sin));
    Operand<TFloat32> a1 = tf.math.sub(sin, tf.math.mul(shear, cos));
    Operand<TFloat32> b0 = tf.math.neg(sin);
    Operand<TFloat32> b1 = cos;
    Operand<TFloat32> centre = tf.constant(CENTRE);
    Operand<TFloat32> x = tf.math.add(shiftX, centre);
    Operand<TFloat32> y = tf.math.add(shiftY, centre);
    Operand<TFloat32> a2 = offset(tf, centre, a0, x, a1, y);
    Operand<TFloat32> b2 = offset(tf, centre, b0, x, b1, y);
    Operand<TFloat32> zero = tf.zerosLike(angle);
    Operand<TFloat32> transforms =
        tf.stack(List.of(a0, a1, a2, b0, b1, b2, zero, zero), Stack.axis(1L));
    return tf.image.imageProjectiveTransformV3(
        images,
        transforms,
        tf.constant(new int[] {LabeledImages.SIZE, LabeledImages.SIZE}),
        tf.constant(0f),
        "BILINEAR",
        ImageProjectiveTransformV3.fillMode("CONSTANT"));
  }

  private static Operand<TFloat32> times(Ops tf, Operand<TFloat32> x, double factor) {
    return tf.math.mul(x, tf.constant((float) factor));
  }

  /** {@code centre - (p * x + q * y)}. */
  private static Operand<TFloat32> offset(
      Ops tf,
      Operand<TFloat32> centre,
      Operand<TFloat32> p,
      Operand<TFloat32> x,
      Operand<TFloat32> q,
      Operand<TFloat32> y) {
    return tf.math.sub(centre, tf.math.add(tf.math.mul(p, x), tf.math.mul(q, y)));
  }
}
