package org.tinymnist.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tinymnist.files.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A run's newest checkpoint: the file {@code .checkpoint} in its folder.
 *
 * <p>It is a line that names the format and its version, the run's identity and the checkpoint as
 * CBOR, and the SHA-256 of all that. It is written beside its place and moved there when it is
 * complete. A file that is damaged or belongs to another run is reported, and the run starts over.
 */
public final class CheckpointFile implements Checkpoint.Store {

  static final String NAME = ".checkpoint";

  private static final byte[] HEADER =
      "Tiny MNIST checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SHA256_BYTES = 32;
  private static final CBORMapper CBOR = new CBORMapper();

  private final Path file;
  private final Path draft;
  private final JsonNode identity;
  private final Consumer<String> notes;
  private final BooleanSupplier stop;

  record Content(JsonNode identity, Checkpoint checkpoint) {}

  /**
   * Describes the checkpoint of a run; nothing is read or written yet.
   *
   * @param run the run's folder
   * @param identity as {@link RunRecord#checkpointIdentity} gives it
   * @param notes takes what a user should know, a line each
   * @param stop asked after each step whether the run is to end
   */
  public CheckpointFile(Path run, JsonNode identity, Consumer<String> notes, BooleanSupplier stop) {
    this.file = run.resolve(NAME);
    // Of two processes that train the same run, each has its own.
    this.draft = run.resolve(NAME + "-" + UUID.randomUUID());
    this.identity = identity;
    this.notes = notes;
    this.stop = stop;
  }

  /** Returns how many epochs a run's checkpoint has finished; 0 if there is no usable one. */
  static int epochs(Path run) throws IOException {
    try {
      return read(run.resolve(NAME)).map(content -> content.checkpoint().epochs().size()).orElse(0);
    } catch (InvalidResultException e) {
      return 0;
    }
  }

  @Override
  public Optional<Checkpoint> newest() {
    try {
      Optional<Content> content = read(file);
      Optional<String> difference =
          content.flatMap(found -> RunRecord.difference(found.identity(), identity));
      if (difference.isPresent()) {
        throw new InvalidResultException(file + "", "of another run: " + difference.get());
      }
      content.ifPresent(found -> notes.accept(resumes(found.checkpoint())));
      return content.map(Content::checkpoint);
    } catch (InvalidResultException e) {
      notes.accept("starts over: " + e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resumes(Checkpoint checkpoint) {
    return "resumes after %s epochs and %s steps"
        .formatted(checkpoint.epochs().size(), checkpoint.partial().steps());
  }

  private static Optional<Content> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - SHA256_BYTES;
    if (end < HEADER.length
        || !Arrays.equals(HEADER, 0, HEADER.length, bytes, 0, HEADER.length)
        || !Arrays.equals(sha256(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new InvalidResultException(file + "", "damaged, or not a checkpoint of this version");
    }
    try {
      return Optional.of(
          CBOR.readerFor(Content.class).readValue(bytes, HEADER.length, end - HEADER.length));
    } catch (JacksonException e) {
      throw new InvalidResultException(file + "", "not a checkpoint: " + e.getOriginalMessage());
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    byte[] content = CBOR.writeValueAsBytes(new Content(identity, checkpoint));
    ByteBuffer bytes = ByteBuffer.allocate(HEADER.length + content.length + SHA256_BYTES);
    bytes.put(HEADER).put(content);
    bytes.put(sha256(bytes.array(), bytes.position()));
    try {
      AtomicFile.write(draft, bytes.array());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  /** Deletes the checkpoint: the run is finished. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
