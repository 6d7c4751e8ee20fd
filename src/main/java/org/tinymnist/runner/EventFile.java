package org.tinymnist.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;
import org.tinymnist.experiment.Rates;
import org.tinymnist.files.Folders;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.train.Trainer;

/**
 * Writes TensorBoard event files into a run's folder. A resumed run adds a file, which TensorBoard
 * merges with the earlier ones.
 *
 * <p>Training loss and accuracy are written per step, as means over the epoch so far; test loss and
 * accuracy per epoch, at its last step.
 */
final class EventFile implements Trainer.Listener, AutoCloseable {

  private final Path folder;
  private final long stepsPerEpoch;
  private final Trainer.Listener next;
  private OutputStream out;
  private long lastStep;

  /** The next listener is notified as well. */
  EventFile(Path run, int stepsPerEpoch, Trainer.Listener next) {
    this.folder = run.resolve("tensorboard");
    this.stepsPerEpoch = stepsPerEpoch;
    this.next = next;
  }

  @Override
  public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
    lastStep = (epoch - 1) * stepsPerEpoch + step;
    write(Map.of("train/loss", loss, "train/accuracy", accuracy));
    write(Map.of("learning_rate", rates.learningRate(), "momentum", rates.momentum()));
    next.step(epoch, step, rates, loss, accuracy);
  }

  @Override
  public void epoch(EpochMetrics metrics) {
    write(Map.of("test/loss", metrics.testLoss(), "test/accuracy", metrics.testAccuracy()));
    next.epoch(metrics);
  }

  private void write(Map<String, Double> scalars) {
    Event.Builder event = Event.newBuilder().setStep(lastStep);
    Summary.Builder summary = event.getSummaryBuilder();
    scalars.forEach(
        (tag, value) -> summary.addValueBuilder().setTag(tag).setSimpleValue(value.floatValue()));
    try {
      if (out == null) {
        open();
      }
      append(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a file; a run that is not resumed first deletes the files of an earlier one. */
  private void open() throws IOException {
    if (lastStep == 1) {
      Folders.delete(folder);
    }
    Files.createDirectories(folder);
    String name = "events.out.tfevents." + System.currentTimeMillis();
    out = Files.newOutputStream(folder.resolve(name));
    append(Event.newBuilder().setFileVersion("brain.Event:2"));
  }

  /** Appends a TFRecord: length, checksum of the length, content, checksum of the content. */
  private void append(Event.Builder event) throws IOException {
    byte[] content = event.setWallTime(System.currentTimeMillis() / 1000.0).build().toByteArray();
    ByteBuffer record = ByteBuffer.allocate(content.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(content.length).putInt(checksum(record.array(), Long.BYTES));
    record.put(content).putInt(checksum(content, content.length));
    out.write(record.array());
  }

  /** Returns the CRC-32C, masked as in TensorFlow's {@code crc32c.h}. */
  private static int checksum(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
