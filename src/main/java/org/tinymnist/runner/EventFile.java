package org.tinymnist.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.SummaryWriter;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;
import org.tinymnist.experiment.Rates;
import org.tinymnist.files.Folders;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.train.TrainingListener;

/**
 * Writes TensorBoard event files into a run's folder, with TensorFlow's summary ops. A resumed run
 * adds a file, which TensorBoard merges with the earlier ones.
 *
 * <p>Training loss and accuracy are written per step, as means over the epoch so far; test loss and
 * accuracy per epoch, at its last step.
 */
final class EventFile implements TrainingListener, AutoCloseable {

  static final String FOLDER = "tensorboard";

  private static final int QUEUE = 1_000;
  private static final int FLUSH_MILLISECONDS = 30_000;

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
  private final Op create;
  private final Op writeScalar;
  private final Op close;

  /**
   * @param run the run's folder
   * @param next is notified as well
   */
  EventFile(Path run, int stepsPerEpoch, TrainingListener next) {
    this.folder = run.resolve(FOLDER);
    this.stepsPerEpoch = stepsPerEpoch;
    this.next = next;
    Ops tf = Ops.create(graph);
    this.step = tf.placeholder(TInt64.class);
    this.tag = tf.placeholder(TString.class);
    this.values = tf.placeholder(TFloat32.class);
    Operand<? extends TType> writer = tf.summary.summaryWriter(SummaryWriter.sharedName(FOLDER));
    this.create =
        tf.summary.createSummaryFileWriter(
            writer,
            tf.constant(folder.toString()),
            tf.constant(QUEUE),
            tf.constant(FLUSH_MILLISECONDS),
            tf.constant(""));
    this.writeScalar = tf.summary.writeScalarSummary(writer, step, tag, values);
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

  private void scalar(String name, double value) {
    open();
    try (TInt64 at = TInt64.scalarOf(lastStep);
        TString text = TString.scalarOf(name);
        TFloat32 tensor = TFloat32.scalarOf((float) value)) {
      session
          .runner()
          .feed(step, at)
          .feed(tag, text)
          .feed(values, tensor)
          .addTarget(writeScalar)
          .run()
          .close();
    }
  }

  /** Starts a file; a run that is not resumed first deletes the files of an earlier one. */
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
