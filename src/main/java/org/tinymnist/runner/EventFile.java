package org.tinymnist.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.SummaryWriter;
import org.tensorflow.op.summary.WriteImageSummary;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.train.EpochMetrics;
import org.tinymnist.train.Rates;
import org.tinymnist.train.TrainingListener;

/**
 * Writes how a run goes for TensorBoard, by TensorFlow's own summary ops: {@code
 * tensorboard/events.out.tfevents.*} in the run's folder. A run that goes on from a checkpoint adds
 * a file, which TensorBoard reads as one with those before.
 *
 * <p>Loss and accuracy of training are means over the epoch so far, as {@link TrainingListener} has
 * them, once a step; those of the test images come once an epoch, at its last step.
 */
final class EventFile implements TrainingListener, AutoCloseable {

  static final String FOLDER = "tensorboard";

  private static final int QUEUE = 1_000;
  private static final int FLUSH_MILLISECONDS = 30_000;

  /** Of one label and prediction. */
  private static final long MOST_IMAGES = 100;

  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Path folder;
  private final long stepsPerEpoch;
  private final TrainingListener next;
  private boolean open;
  private long lastStep;

  private final Placeholder<TInt64> step;
  private final Placeholder<TString> tag;
  private final Placeholder<TFloat32> values;
  private final Placeholder<TUint8> images;
  private final Op create;
  private final Op writeScalar;
  private final Op writeHistogram;
  private final Op writeImages;
  private final Op close;

  /**
   * @param run the run's folder
   * @param stepsPerEpoch how many steps an epoch has
   * @param next hears what this one hears
   */
  EventFile(Path run, int stepsPerEpoch, TrainingListener next) {
    this.folder = run.resolve(FOLDER);
    this.stepsPerEpoch = stepsPerEpoch;
    this.next = next;
    Ops tf = Ops.create(graph);
    this.step = tf.placeholder(TInt64.class);
    this.tag = tf.placeholder(TString.class);
    this.values = tf.placeholder(TFloat32.class);
    this.images = tf.placeholder(TUint8.class);
    Operand<? extends TType> writer = tf.summary.summaryWriter(SummaryWriter.sharedName(FOLDER));
    this.create =
        tf.summary.createSummaryFileWriter(
            writer,
            tf.constant(folder.toString()),
            tf.constant(QUEUE),
            tf.constant(FLUSH_MILLISECONDS),
            tf.constant(""));
    this.writeScalar = tf.summary.writeScalarSummary(writer, step, tag, values);
    this.writeHistogram = tf.summary.writeHistogramSummary(writer, step, tag, values);
    Operand<TUint8> black = tf.dtypes.cast(tf.constant(new int[] {0}), TUint8.class);
    this.writeImages =
        tf.summary.writeImageSummary(
            writer, step, tag, images, black, WriteImageSummary.maxImages(MOST_IMAGES));
    this.close = tf.summary.closeSummaryWriter(writer);
  }

  @Override
  public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
    lastStep = (epoch - 1) * stepsPerEpoch + step;
    open();
    scalar("train/loss", loss);
    scalar("train/accuracy", accuracy);
    scalar("learning_rate", rates.learningRate());
    scalar("momentum", rates.momentum());
    next.step(epoch, step, rates, loss, accuracy);
  }

  @Override
  public void epoch(EpochMetrics metrics) {
    scalar("test/loss", metrics.testLoss());
    scalar("test/accuracy", metrics.testAccuracy());
    next.epoch(metrics);
  }

  @Override
  public void weights(Supplier<Map<String, float[]>> weights) {
    weights
        .get()
        .forEach(
            (name, array) -> {
              try (TFloat32 tensor = TFloat32.vectorOf(array)) {
                write(writeHistogram, "weights/" + name, values, tensor);
              }
            });
    next.weights(weights);
  }

  /**
   * Writes the test images that the trained model gets wrong, by label and prediction.
   *
   * @param probabilities {@code [images][10]}
   */
  void mistakes(float[][] probabilities, LabeledImages test) {
    Map<String, List<byte[]>> mistakes = new TreeMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      int predicted = RunFolder.mostProbable(probabilities[i]);
      if (predicted != test.label(i)) {
        mistakes
            .computeIfAbsent(
                "errors/%d taken for %d".formatted(test.label(i), predicted),
                key -> new ArrayList<>())
            .add(test.image(i));
      }
    }
    mistakes.forEach(
        (tag, pictures) -> {
          ByteBuffer pixels = ByteBuffer.allocate(pictures.size() * LabeledImages.PIXELS);
          pictures.forEach(pixels::put);
          Shape shape = Shape.of(pictures.size(), LabeledImages.SIZE, LabeledImages.SIZE, 1);
          try (TUint8 tensor = TUint8.tensorOf(shape, DataBuffers.of(pixels.array()))) {
            write(writeImages, tag, images, tensor);
          }
        });
  }

  private void scalar(String tag, double value) {
    try (TFloat32 tensor = TFloat32.scalarOf((float) value)) {
      write(writeScalar, tag, values, tensor);
    }
  }

  private void write(Op op, String name, Operand<?> input, TType value) {
    open();
    try (TInt64 at = TInt64.scalarOf(lastStep);
        TString text = TString.scalarOf(name)) {
      session
          .runner()
          .feed(step, at)
          .feed(tag, text)
          .feed(input, value)
          .addTarget(op)
          .run()
          .close();
    }
  }

  /** Begins a file; a run that begins anew deletes those of the one before. */
  private void open() {
    if (open) {
      return;
    }
    try {
      if (lastStep == 1) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.run(create);
    open = true;
  }

  @Override
  public void close() {
    if (open) {
      session.run(close);
    }
    session.close();
    graph.close();
  }
}
