package org.tinymnist.train;

import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Augmentation;

/**
 * {@link Augmentation} in a graph: each image is rotated, shifted, scaled and sheared about its
 * center, (14, 14), by its own random amounts. Pixels from outside are 0.
 *
 * <p>With {@code NEAREST}, the result is bit-identical to torchvision's {@code affine} on a PIL
 * image for the same amounts: Pillow computes coordinates in fixed-point arithmetic with 16
 * fractional bits ({@code affine_fixed} in its Geometry.c).
 */
record RandomAffine(Ops tf) {

  private static final int SIZE = LabeledImages.SIZE;
  private static final double CENTER = SIZE / 2.0;
  private static final double HALF_PIXEL = 0.5;
  private static final int FRACTION_BITS = 16;

  /**
   * The inverse transform of each image, from output to input coordinates: {@code x' = xx * x + xy
   * * y + x0}, {@code y' = yx * x + yy * y + y0}, where pixel i extends from i to i + 1. Each is
   * {@code [batch]}.
   */
  record Inverse(
      Operand<TFloat64> xx,
      Operand<TFloat64> xy,
      Operand<TFloat64> x0,
      Operand<TFloat64> yx,
      Operand<TFloat64> yy,
      Operand<TFloat64> y0) {}

  /**
   * Adds the transform to a graph.
   *
   * @param images {@code [batch, 28, 28, 1]}
   * @param seed {@code [2]}: determines all amounts
   * @param strength scalar from 0 to 1: factor of all amounts; used if the augmentation fades
   */
  static Operand<TFloat32> addTo(
      Ops tf,
      Augmentation ranges,
      Operand<TFloat32> images,
      Operand<TInt32> batch,
      Operand<TInt64> seed,
      Operand<TFloat32> strength) {
    RandomAffine affine = new RandomAffine(tf);
    Inverse inverse = affine.inverse(affine.amounts(ranges, batch, seed, strength));
    return switch (ranges.interpolation()) {
      case NEAREST -> affine.nearest(images, inverse);
      case BILINEAR -> affine.bilinear(images, inverse);
    };
  }

  /** Returns angle in radians, shifts along x and y in pixels, scale and shear: {@code [batch]}. */
  List<Operand<TFloat64>> amounts(
      Augmentation ranges,
      Operand<TInt32> batch,
      Operand<TInt64> seed,
      Operand<TFloat32> strength) {
    Operand<TInt32> shape = tf.stack(List.of(tf.constant(7), batch));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(shape, seed, TFloat32.class);
    Operand<TFloat32> symmetric =
        tf.math.sub(tf.math.mul(uniform, tf.constant(2f)), tf.constant(1f));
    Operand<TFloat32> faded =
        ranges.fade().isPresent() ? tf.math.mul(symmetric, strength) : symmetric;
    List<? extends Operand<TFloat64>> drawn =
        tf.unstack(tf.dtypes.cast(faded, TFloat64.class), 7L).output();
    return List.of(
        times(drawn.get(0), Math.toRadians(ranges.rotationDegrees())),
        shift(ranges, drawn.get(1), drawn.get(2)),
        shift(ranges, drawn.get(3), drawn.get(4)),
        tf.math.add(times(drawn.get(5), ranges.scale()), tf.constant(1.0)),
        times(drawn.get(6), ranges.shear()));
  }

  private Operand<TFloat64> shift(
      Augmentation ranges, Operand<TFloat64> whole, Operand<TFloat64> fraction) {
    return tf.math.add(
        tf.math.rint(times(whole, ranges.translate() * SIZE)),
        times(fraction, ranges.shiftPixels()));
  }

  /**
   * Inverts {@code p' = scale * rotation * shear * (p - center) + shift + center}, as torchvision's
   * {@code _get_inverse_affine_matrix} does.
   */
  Inverse inverse(List<? extends Operand<TFloat64>> amounts) {
    Operand<TFloat64> angle = amounts.get(0);
    Operand<TFloat64> scale = amounts.get(3);
    Operand<TFloat64> shear = amounts.get(4);
    Operand<TFloat64> cos = tf.math.div(tf.math.cos(angle), scale);
    Operand<TFloat64> sin = tf.math.div(tf.math.sin(angle), scale);
    Operand<TFloat64> xx = tf.math.add(cos, tf.math.mul(shear, sin));
    Operand<TFloat64> xy = tf.math.sub(sin, tf.math.mul(shear, cos));
    Operand<TFloat64> yx = tf.math.neg(sin);
    Operand<TFloat64> x = tf.math.add(amounts.get(1), tf.constant(CENTER));
    Operand<TFloat64> y = tf.math.add(amounts.get(2), tf.constant(CENTER));
    return new Inverse(xx, xy, offset(xx, x, xy, y), yx, cos, offset(yx, x, cos, y));
  }

  /** {@code center - (p * x + q * y)}. */
  private Operand<TFloat64> offset(
      Operand<TFloat64> p, Operand<TFloat64> x, Operand<TFloat64> q, Operand<TFloat64> y) {
    return tf.math.sub(tf.constant(CENTER), tf.math.add(tf.math.mul(p, x), tf.math.mul(q, y)));
  }

  /** Takes the value of each pixel from the input pixel that contains its transformed center. */
  Operand<TFloat32> nearest(Operand<TFloat32> images, Inverse inverse) {
    Operand<TInt32> column = coordinate(inverse.xx(), inverse.xy(), inverse.x0());
    Operand<TInt32> row = coordinate(inverse.yx(), inverse.yy(), inverse.y0());
    // A border of zeros, one pixel wide, for coordinates outside the image.
    Operand<TFloat32> framed =
        tf.pad(images, tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}), tf.constant(0f));
    int side = SIZE + 2;
    Operand<TFloat32> pixels = tf.reshape(framed, tf.constant(new int[] {-1, side * side}));
    Operand<TInt32> index = tf.math.add(tf.math.mul(row, tf.constant(side)), column);
    return tf.reshape(
        tf.gather(pixels, index, tf.constant(1), Gather.batchDims(1L)),
        tf.constant(new int[] {-1, SIZE, SIZE, 1}));
  }

  /** Returns a coordinate of every pixel in the padded input, 0 to 29: {@code [batch, 28 * 28]}. */
  private Operand<TInt32> coordinate(
      Operand<TFloat64> byX, Operand<TFloat64> byY, Operand<TFloat64> offset) {
    int[] x = IntStream.range(0, LabeledImages.PIXELS).map(i -> i % SIZE).toArray();
    int[] y = IntStream.range(0, LabeledImages.PIXELS).map(i -> i / SIZE).toArray();
    Operand<TFloat64> ofCenter = times(tf.math.add(byX, byY), HALF_PIXEL);
    Operand<TInt32> fixed =
        tf.math.add(
            fixed(tf.math.add(offset, ofCenter)),
            tf.math.add(
                tf.math.mul(fixed(byX), tf.constant(x)), tf.math.mul(fixed(byY), tf.constant(y))));
    Operand<TInt32> whole = tf.bitwise.rightShift(fixed, tf.constant(FRACTION_BITS));
    Operand<TInt32> inside = tf.clipByValue(whole, tf.constant(-1), tf.constant(SIZE));
    return tf.math.add(inside, tf.constant(1));
  }

  /** Returns numbers with 16 fractional bits, rounded as Pillow does: {@code [batch, 1]}. */
  private Operand<TInt32> fixed(Operand<TFloat64> value) {
    Operand<TFloat64> rounded =
        tf.math.floor(tf.math.add(times(value, 1 << FRACTION_BITS), tf.constant(HALF_PIXEL)));
    return tf.expandDims(tf.dtypes.cast(rounded, TInt32.class), tf.constant(1));
  }

  /** Interpolates between four pixels. The operation's origin is the center of the first pixel. */
  private Operand<TFloat32> bilinear(Operand<TFloat32> images, Inverse inverse) {
    Operand<TFloat64> zero = tf.zerosLike(inverse.xx());
    Operand<TFloat64> transforms =
        tf.stack(
            List.of(
                inverse.xx(),
                inverse.xy(),
                fromCenters(inverse.xx(), inverse.xy(), inverse.x0()),
                inverse.yx(),
                inverse.yy(),
                fromCenters(inverse.yx(), inverse.yy(), inverse.y0()),
                zero,
                zero),
            Stack.axis(1L));
    return tf.image.imageProjectiveTransformV3(
        images,
        tf.dtypes.cast(transforms, TFloat32.class),
        tf.constant(new int[] {SIZE, SIZE}),
        tf.constant(0f),
        "BILINEAR",
        ImageProjectiveTransformV3.fillMode("CONSTANT"));
  }

  private Operand<TFloat64> fromCenters(
      Operand<TFloat64> byX, Operand<TFloat64> byY, Operand<TFloat64> offset) {
    Operand<TFloat64> half = times(tf.math.add(byX, byY), HALF_PIXEL);
    return tf.math.sub(tf.math.add(offset, half), tf.constant(HALF_PIXEL));
  }

  private Operand<TFloat64> times(Operand<TFloat64> x, double factor) {
    return tf.math.mul(x, tf.constant(factor));
  }
}
