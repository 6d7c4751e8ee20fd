package org.tinymnist.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A run's checkpoints: the newest two, {@code .checkpoint/epoch-<n>-step-<n>} in its folder.
 *
 * <p>A file is what the run is of and the checkpoint, as CBOR, and the SHA-256 of that. It is
 * written beside its place, brought to the disk and moved there, so that one that can be seen is
 * whole; one that is not whole all the same, or of another run, is renamed, and the one before it
 * is used.
 */
public final class CheckpointFolder implements Checkpoint.Store {

  static final String NAME = ".checkpoint";

  private static final Pattern FILE = Pattern.compile("epoch-(\\d{1,9})-step-(\\d{1,9})");
  private static final int SHA256_BYTES = 32;

  /** Far more than 10,000 epochs of this network take. */
  private static final long MAX_BYTES = 16 << 20;

  private static final CBORMapper CBOR = new CBORMapper();
  private static final ObjectReader READER =
      CBOR.readerFor(Content.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private final Path folder;
  private final JsonNode identity;
  private final Consumer<String> notes;
  private final BooleanSupplier stop;

  /** The content of a file. */
  record Content(JsonNode identity, Checkpoint checkpoint) {}

  /**
   * Makes the checkpoints of a run.
   *
   * @param run the run's folder
   * @param identity as {@link RunRecord#checkpointIdentity} gives it
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

  /** Returns how many epochs a run's newest checkpoint has; 0 if there is none. */
  static int newestEpoch(Path run) throws IOException {
    List<Path> files = files(run.resolve(NAME));
    return files.isEmpty() ? 0 : (int) (position(files.get(0)) >> Integer.SIZE);
  }

  @Override
  public Optional<Checkpoint> newest() {
    try {
      for (Path file : files(folder)) {
        try {
          Checkpoint checkpoint = read(file);
          notes.accept(
              "goes on after %s epochs and %s steps"
                  .formatted(checkpoint.epochs().size(), checkpoint.partial().steps()));
          return Optional.of(checkpoint);
        } catch (InvalidResultException e) {
          Path renamed = file.resolveSibling("unusable-" + file.getFileName());
          Files.move(file, renamed, StandardCopyOption.REPLACE_EXISTING);
          notes.accept("%s; renamed to %s".formatted(e.getMessage(), renamed.getFileName()));
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
      byte[] content = CBOR.writeValueAsBytes(new Content(identity, checkpoint));
      byte[] sum = sha256(content);
      AtomicFile.write(
          folder.resolve(
              "epoch-%s-step-%s"
                  .formatted(checkpoint.epochs().size(), checkpoint.partial().steps())),
          ByteBuffer.allocate(content.length + sum.length).put(content).put(sum).array());
      for (Path old : files(folder).stream().skip(2).toList()) {
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

  /** Returns the files, the newest first. */
  private static List<Path> files(Path folder) throws IOException {
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

  private Checkpoint read(Path file) throws IOException {
    String name = file.toString();
    if (Files.size(file) > MAX_BYTES) {
      throw new InvalidResultException(
          name, "%s bytes, expected %s at most".formatted(Files.size(file), MAX_BYTES));
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - SHA256_BYTES;
    if (length < 0
        || !Arrays.equals(
            sha256(Arrays.copyOf(bytes, length)),
            Arrays.copyOfRange(bytes, length, bytes.length))) {
      throw new InvalidResultException(name, "damaged checkpoint: its checksum is wrong");
    }
    try {
      Content content = READER.readValue(bytes, 0, length);
      RunRecord.difference(content.identity(), identity)
          .ifPresent(
              difference -> {
                throw new InvalidResultException(name, "checkpoint of another run: " + difference);
              });
      return content.checkpoint();
    } catch (JacksonException e) {
      throw new InvalidResultException(name, "no checkpoint: its parts do not fit");
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
