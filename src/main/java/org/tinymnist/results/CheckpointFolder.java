package org.tinymnist.results;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinymnist.experiment.Checkpoint;
import org.tinymnist.experiment.Checkpoint.Partial;
import org.tinymnist.experiment.EpochMetrics;
import org.tinymnist.experiment.ExperimentJson;

/**
 * A run's checkpoints: the newest two, {@code .checkpoint/epoch-<n>-step-<n>} in its folder.
 *
 * <p>A file is what the run is of (its experiment, seed, data and software as JSON), the
 * checkpoint, and the SHA-256 of both. It is written beside its place, brought to the disk and
 * moved there, so that one that can be seen is whole; one that is not whole all the same, or of
 * another run, is put aside, and the one before it is used.
 */
public final class CheckpointFolder implements Checkpoint.Store {

  static final String NAME = ".checkpoint";

  private static final Pattern FILE = Pattern.compile("epoch-(\\d{1,9})-step-(\\d{1,9})");
  private static final int SHA256_BYTES = 32;

  /** Far more than 10,000 epochs of this network take. */
  private static final long MAX_BYTES = 16 << 20;

  /** Of an epoch's number, its six metrics and its time. */
  private static final int EPOCH_BYTES = Integer.BYTES + 7 * Double.BYTES;

  private final Path folder;
  private final JsonNode identity;
  private final Consumer<String> notes;
  private final BooleanSupplier stop;

  /**
   * @param run the run's folder
   * @param identity as {@link RunRecord#identity} gives it
   * @param notes takes what a user should know, a line each
   * @param stop asked after each step whether the run is to end
   */
  public CheckpointFolder(
      Path run, JsonNode identity, Consumer<String> notes, BooleanSupplier stop) {
    this.folder = run.resolve(NAME);
    this.identity = identity;
    this.notes = notes;
    this.stop = stop;
  }

  @Override
  public Optional<Checkpoint> newest() {
    try {
      for (Path file : files()) {
        try {
          Checkpoint checkpoint = read(file);
          notes.accept(
              "goes on after %d epochs and %d steps"
                  .formatted(checkpoint.epochs().size(), checkpoint.partial().steps()));
          return Optional.of(checkpoint);
        } catch (UnusableException e) {
          Path aside = file.resolveSibling("unusable-" + file.getFileName());
          Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
          notes.accept(
              "%s: %s; put aside as %s".formatted(file, e.getMessage(), aside.getFileName()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    try {
      Files.createDirectories(folder);
      byte[] content = content(checkpoint);
      Path file =
          folder.resolve(
              "epoch-%d-step-%d"
                  .formatted(checkpoint.epochs().size(), checkpoint.partial().steps()));
      byte[] sum = sha256(content);
      AtomicFile.write(
          file, ByteBuffer.allocate(content.length + sum.length).put(content).put(sum).array());
      for (Path old : files().stream().skip(2).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  /** Deletes all checkpoints: the run is finished. */
  public void delete() throws IOException {
    Folders.delete(folder);
  }

  /** The newest first. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries
          .filter(file -> FILE.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(CheckpointFolder::position).reversed())
          .toList();
    }
  }

  private static long position(Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    name.matches();
    return (Long.parseLong(name.group(1)) << Integer.SIZE) + Long.parseLong(name.group(2));
  }

  private byte[] content(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] json = ExperimentJson.MAPPER.writeValueAsBytes(identity);
    out.writeInt(json.length);
    out.write(json);
    out.writeInt(checkpoint.epochs().size());
    for (int i = 0; i < checkpoint.epochs().size(); i++) {
      EpochMetrics m = checkpoint.epochs().get(i);
      out.writeInt(m.epoch());
      out.writeDouble(m.learningRate());
      out.writeDouble(m.momentum());
      out.writeDouble(m.trainLoss());
      out.writeDouble(m.trainAccuracy());
      out.writeDouble(m.testLoss());
      out.writeDouble(m.testAccuracy());
      out.writeDouble(checkpoint.seconds().get(i));
    }
    Partial partial = checkpoint.partial();
    out.writeInt(partial.steps());
    out.writeDouble(partial.loss());
    out.writeLong(partial.correct());
    out.writeDouble(partial.seconds());
    write(out, checkpoint.weights());
    write(out, checkpoint.buffers());
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Map<String, float[]> arrays) throws IOException {
    out.writeInt(arrays.size());
    for (Map.Entry<String, float[]> array : arrays.entrySet()) {
      out.writeUTF(array.getKey());
      out.writeInt(array.getValue().length);
      for (float value : array.getValue()) {
        out.writeFloat(value);
      }
    }
  }

  private Checkpoint read(Path file) throws IOException, UnusableException {
    if (Files.size(file) > MAX_BYTES) {
      throw new UnusableException(
          "%d bytes, expected %d at most".formatted(Files.size(file), MAX_BYTES));
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - SHA256_BYTES;
    if (length < 0
        || !Arrays.equals(
            sha256(Arrays.copyOf(bytes, length)),
            Arrays.copyOfRange(bytes, length, bytes.length))) {
      throw new UnusableException("damaged checkpoint: its checksum is wrong");
    }
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes, 0, length)));
    } catch (EOFException | UTFDataFormatException | JacksonException e) {
      throw new UnusableException("no checkpoint: its parts do not fit their sizes");
    }
  }

  private Checkpoint read(DataInputStream in) throws IOException, UnusableException {
    Optional<String> difference =
        RunRecord.difference(ExperimentJson.MAPPER.readTree(in.readNBytes(size(in, 1))), identity);
    if (difference.isPresent()) {
      throw new UnusableException("checkpoint of another run: " + difference.get());
    }
    List<EpochMetrics> epochs = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int count = size(in, EPOCH_BYTES); count > 0; count--) {
      epochs.add(
          new EpochMetrics(
              in.readInt(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble()));
      seconds.add(in.readDouble());
    }
    Partial partial = new Partial(in.readInt(), in.readDouble(), in.readLong(), in.readDouble());
    return new Checkpoint(epochs, seconds, partial, readArrays(in), readArrays(in));
  }

  private static Map<String, float[]> readArrays(DataInputStream in) throws IOException {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (int count = size(in, 1); count > 0; count--) {
      String name = in.readUTF();
      float[] values = new float[size(in, Float.BYTES)];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
      arrays.put(name, values);
    }
    return arrays;
  }

  /** Reads how many items follow, and believes no more than there is room for. */
  private static int size(DataInputStream in, int itemBytes) throws IOException {
    int count = in.readInt();
    if (count < 0 || (long) count * itemBytes > in.available()) {
      throw new EOFException();
    }
    return count;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message);
    }
  }
}
