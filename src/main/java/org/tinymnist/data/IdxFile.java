package org.tinymnist.data;

import static org.tinymnist.data.LabeledImages.CLASSES;
import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One file in IDX, the format of MNIST: a magic number, the sizes (big-endian 32-bit integers),
 * then unsigned bytes. See "The IDX file format" in LeCun, Cortes and Burges, <i>The MNIST database
 * of handwritten digits</i>.
 *
 * <p>The file is not trusted. Its sizes are checked before they are used, memory grows with the
 * bytes that are there rather than with those that the header claims, and nothing past the claimed
 * end is unpacked.
 *
 * @param name as messages call the file; a name in {@code .gz} is unpacked while it is read
 * @param opener opens the file as it is stored
 */
record IdxFile(String name, Opener opener) {

  /** More images than this are refused; they take 784 MB. */
  static final int MAX_COUNT = 1_000_000;

  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  /** Opens a file for reading. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * What follows the header, and what names the file's content.
   *
   * @param bytes the pixels or labels
   * @param sha256 of the whole unpacked file, header included; lower-case hexadecimal
   */
  record Content(byte[] bytes, String sha256) {}

  /**
   * Reads images of 28x28 pixels.
   *
   * @return the pixels, {@code [count, 28, 28]}
   * @throws InvalidDataException if the file holds anything else
   */
  Content readImages() {
    return read(IMAGES_MAGIC, "images", PIXELS);
  }

  /**
   * Reads labels.
   *
   * @return the labels, {@code [count]}, each 0 to 9
   * @throws InvalidDataException if the file holds anything else
   */
  Content readLabels() {
    Content content = read(LABELS_MAGIC, "labels", 1);
    for (int i = 0; i < content.bytes.length; i++) {
      int label = Byte.toUnsignedInt(content.bytes[i]);
      if (label >= CLASSES) {
        throw invalid("label %d is %d, expected 0 to %d", i, label, CLASSES - 1);
      }
    }
    return content;
  }

  private Content read(int magic, String items, int itemBytes) {
    MessageDigest sha256 = sha256();
    try (InputStream stored = opener.open();
        InputStream unpacked = name.endsWith(".gz") ? new GZIPInputStream(stored) : stored;
        DigestInputStream in = new DigestInputStream(unpacked, sha256)) {
      int count = readHeader(in, magic, items);
      int length = count * itemBytes;
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw invalid(
            "ends after %d bytes of %s, expected %d for %d", bytes.length, items, length, count);
      }
      if (in.read() >= 0) {
        throw invalid("goes on after %d bytes of %s, expected its end", length, items);
      }
      return new Content(bytes, HexFormat.of().formatHex(sha256.digest()));
    } catch (ZipException e) {
      throw new InvalidDataException(
          "%s: damaged gzip data (%s), expected a whole gzip file".formatted(name, e.getMessage()),
          e);
    } catch (EOFException e) {
      throw new InvalidDataException(
          "%s: gzip data ends too early, expected a whole gzip file".formatted(name), e);
    } catch (IOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(name, e), e);
    }
  }

  /** Reads all sizes and returns the number of items, once they are what this project takes. */
  private int readHeader(InputStream in, int magic, String items) throws IOException {
    int dimensions = magic & 0xFF; // IDX's own coding
    int length = Integer.BYTES * (1 + dimensions);
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(length));
    if (header.remaining() < length) {
      throw invalid("%d bytes, expected at least a header of %d", header.remaining(), length);
    }
    int foundMagic = header.getInt();
    if (foundMagic != magic) {
      throw invalid("magic number 0x%08x, expected 0x%08x (%s)", foundMagic, magic, items);
    }
    long count = Integer.toUnsignedLong(header.getInt());
    if (count < 1 || count > MAX_COUNT) {
      throw invalid("%d %s, expected 1 to %d", count, items, MAX_COUNT);
    }
    if (dimensions == 3) {
      long rows = Integer.toUnsignedLong(header.getInt());
      long columns = Integer.toUnsignedLong(header.getInt());
      if (rows != SIZE || columns != SIZE) {
        throw invalid("images of %dx%d pixels, expected %dx%d", rows, columns, SIZE, SIZE);
      }
    }
    return (int) count;
  }

  private InvalidDataException invalid(String problem, Object... values) {
    return new InvalidDataException(name + ": " + problem.formatted(values));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
