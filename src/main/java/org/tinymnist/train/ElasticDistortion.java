package org.tinymnist.train;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tinymnist.data.LabeledImages;

/**
 * {@link Elastic} as part of a graph: every image is distorted by a field of its own. Bilinear;
 * what comes in from outside is background.
 */
final class ElasticDistortion {

  private static final int SIZE = LabeledImages.SIZE;
  private static final int PIXELS = SIZE * SIZE;

  /** An image with a border of background, one pixel wide. */
  private static final int FRAMED = SIZE + 2;

  /** Added to the seed: other numbers than those of {@link RandomAffine} and of dropout. */
  private static final long[] OWN_SEED = {0, -1};

  private ElasticDistortion() {}

  /**
   * Adds the distortion to a graph.
   *
   * @param images raw intensities, {@code [batch, 28, 28, 1]}
   * @param batch scalar: the number of images
   * @param seed {@code [2]}: all fields follow from it
   * @param strength scalar from 0 to 1 that multiplies the fields; empty for 1
   * @return intensities, of the same shape
   */
  static Operand<TFloat32> addTo(
      Ops tf,
      Elastic elastic,
      Operand<TFloat32> images,
      Operand<TInt32> batch,
      Operand<TInt64> seed,
      Optional<? extends Operand<TFloat32>> strength) {
    Operand<TFloat32> field = field(tf, elastic, batch, seed);
    Operand<TFloat32> faded = strength.isPresent() ? tf.math.mul(field, strength.get()) : field;
    List<? extends Operand<TFloat32>> displacement = tf.unstack(faded, 2L).output();
    Axis row = Axis.of(tf, displacement.get(0), grid(tf, true));
    Axis column = Axis.of(tf, displacement.get(1), grid(tf, false));

    Operand<TFloat32> framed =
        tf.pad(images, tf.constant(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}), tf.constant(0f));
    Operand<TFloat32> pixels = tf.reshape(framed, tf.constant(new int[] {-1}));
    Operand<TInt32> first =
        tf.math.mul(
            tf.reshape(
                tf.range(tf.constant(0), batch, tf.constant(1)), tf.constant(new int[] {-1, 1, 1})),
            tf.constant(FRAMED * FRAMED));
    Operand<TInt32> corner =
        tf.math.add(
            first, tf.math.add(tf.math.mul(row.whole(), tf.constant(FRAMED)), column.whole()));
    Operand<TFloat32> upper = between(tf, pixels, corner, column.fraction());
    Operand<TFloat32> lower =
        between(tf, pixels, tf.math.add(corner, tf.constant(FRAMED)), column.fraction());
    return tf.reshape(
        interpolate(tf, upper, lower, row.fraction()), tf.constant(new int[] {-1, SIZE, SIZE, 1}));
  }

  /** Displacements in pixels, {@code [2, batch, 28, 28]}: along the rows, along the columns. */
  private static Operand<TFloat32> field(
      Ops tf, Elastic elastic, Operand<TInt32> batch, Operand<TInt64> seed) {
    Operand<TInt32> shape =
        tf.stack(List.of(tf.constant(2), batch, tf.constant(SIZE), tf.constant(SIZE)));
    Operand<TFloat32> noise =
        tf.random.statelessRandomUniform(
            shape, tf.math.add(seed, tf.constant(OWN_SEED)), TFloat32.class);
    Operand<TFloat32> drawn =
        tf.math.mul(
            tf.math.sub(noise, tf.constant(0.5f)), tf.constant((float) (2 * elastic.alpha())));
    Operand<TFloat32> gaussian =
        tf.constant(Shape.of(1, 1, SIZE, SIZE), DataBuffers.of(gaussian(elastic.sigma())));
    // A Gaussian of the distance is the product of two, one an axis; its matrix is symmetric.
    return tf.train.batchMatMul(
        gaussian, tf.train.batchMatMul(drawn, gaussian, TFloat32.class), TFloat32.class);
  }

  /**
   * The matrix that smooths a row or a column, {@code [28, 28]}: what is outside of the image
   * counts as zero.
   */
  private static float[] gaussian(double sigma) {
    double sum = 0;
    for (int distance = -SIZE; distance <= SIZE; distance++) {
      sum += Math.exp(-0.5 * distance * distance / (sigma * sigma));
    }
    float[] matrix = new float[PIXELS];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double distance = (i - j) / sigma;
        matrix[i * SIZE + j] = (float) (Math.exp(-0.5 * distance * distance) / sum);
      }
    }
    return matrix;
  }

  /** The row or the column of every pixel in the framed image, {@code [28, 28]}. */
  private static Operand<TFloat32> grid(Ops tf, boolean rows) {
    float[] grid = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      grid[i] = 1 + (rows ? i / SIZE : i % SIZE);
    }
    return tf.constant(Shape.of(SIZE, SIZE), DataBuffers.of(grid));
  }

  /**
   * Where pixels come from along one axis of the framed image, each {@code [batch, 28, 28]}.
   *
   * @param whole the pixel before
   * @param fraction of the way from there to the next
   */
  private record Axis(Operand<TInt32> whole, Operand<TFloat32> fraction) {

    static Axis of(Ops tf, Operand<TFloat32> displacement, Operand<TFloat32> grid) {
      Operand<TFloat32> position =
          tf.clipByValue(
              tf.math.add(displacement, grid), tf.constant(0f), tf.constant(FRAMED - 1f));
      Operand<TFloat32> whole = tf.math.minimum(tf.math.floor(position), tf.constant(FRAMED - 2f));
      return new Axis(tf.dtypes.cast(whole, TInt32.class), tf.math.sub(position, whole));
    }
  }

  /** Values between the pixels of these indices and those to the right of them. */
  private static Operand<TFloat32> between(
      Ops tf, Operand<TFloat32> pixels, Operand<TInt32> indices, Operand<TFloat32> fraction) {
    Operand<TFloat32> left = tf.gather(pixels, indices, tf.constant(0));
    Operand<TFloat32> right =
        tf.gather(pixels, tf.math.add(indices, tf.constant(1)), tf.constant(0));
    return interpolate(tf, left, right, fraction);
  }

  private static Operand<TFloat32> interpolate(
      Ops tf, Operand<TFloat32> from, Operand<TFloat32> to, Operand<TFloat32> fraction) {
    return tf.math.add(from, tf.math.mul(tf.math.sub(to, from), fraction));
  }
}
