package org.tinymnist.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.tinymnist.files.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A run's newest checkpoint: a header line with the version, the run's identity and the checkpoint
 * as CBOR, and the SHA-256 of it all. If the file is damaged or of another run, the run starts
 * over.
 *
 * @param run the run's folder
 * @param notes receives lines for the user
 * @param stop checked after each step
 */
public record CheckpointFile(
    Path run, JsonNode identity, Consumer<String> notes, BooleanSupplier stop)
    implements Checkpoint.Store {

  static final String NAME = ".checkpoint";

  private static final byte[] HEADER =
      "Tiny MNIST checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SHA256_BYTES = 32;
  private static final CBORMapper CBOR = new CBORMapper();

  record Content(JsonNode identity, Checkpoint checkpoint) {}

  private Path file() {
    return run.resolve(NAME);
  }

  /** Returns the number of finished epochs; 0 without a usable checkpoint. */
  static int epochs(Path run) {
    try {
      return read(run.resolve(NAME)).checkpoint.epochs().size();
    } catch (IOException | InvalidResultException e) {
      return 0;
    }
  }

  @Override
  public Optional<Checkpoint> newest() {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    try {
      Content found = read(file());
      Optional<String> difference = RunRecord.difference(found.identity, identity);
      if (difference.isPresent()) {
        throw new InvalidResultException(
            file() + "", "belongs to another run: " + difference.get());
      }
      Checkpoint newest = found.checkpoint;
      String note = "resumes after %s epochs and %s steps";
      notes.accept(note.formatted(newest.epochs().size(), newest.partial().steps()));
      return Optional.of(newest);
    } catch (InvalidResultException e) {
      notes.accept("starts over: " + e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Content read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = Math.max(HEADER.length, bytes.length - SHA256_BYTES);
    if (Arrays.mismatch(HEADER, bytes) != HEADER.length
        || !Arrays.equals(
            DigestUtils.sha256(Arrays.copyOf(bytes, end)),
            Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new InvalidResultException(file + "", "damaged, or not a checkpoint of this version");
    }
    try {
      return CBOR.readerFor(Content.class).readValue(bytes, HEADER.length, end - HEADER.length);
    } catch (JacksonException e) {
      throw new InvalidResultException(file + "", "not a checkpoint: " + e.getOriginalMessage());
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HEADER);
    bytes.writeBytes(CBOR.writeValueAsBytes(new Content(identity, checkpoint)));
    bytes.writeBytes(DigestUtils.sha256(bytes.toByteArray()));
    // Unique, in case two processes train the same run.
    Path draft = run.resolve(NAME + "-" + UUID.randomUUID());
    try {
      AtomicFile.write(draft, bytes.toByteArray());
      Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  public void delete() throws IOException {
    Files.deleteIfExists(file());
  }
}
