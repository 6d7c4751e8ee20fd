package org.tinymnist.data;

import static org.tinymnist.data.LabeledImages.CLASSES;
import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
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
 * @param name as messages call the file; whether it is compressed, its content says
 * @param opener opens the file as it is stored
 */
record IdxFile(String name, Opener opener) {

  /** More images than this are refused; they take 784 MB. */
  static final int MAX_COUNT = 1_000_000;

  private static final Kind IMAGES = new Kind(0x803, PIXELS, List.of(SIZE, SIZE));
  private static final Kind LABELS = new Kind(0x801, 1, List.of());

  /** QMNIST's labels: 8 integers each, the first of which is the digit. */
  private static final Kind LONG_LABELS = new Kind(0xC02, 8 * Integer.BYTES, List.of(8));

  /** What a file holds: its magic number, the bytes of an item, and the sizes of one. */
  private record Kind(int magic, int itemBytes, List<Integer> sizes) {}

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
    return read("images", IMAGES, IMAGES).content;
  }

  /**
   * Reads labels, MNIST's or QMNIST's.
   *
   * @return the labels, {@code [count]}, each 0 to 9
   * @throws InvalidDataException if the file holds anything else
   */
  Content readLabels() {
    Read read = read("labels", LABELS, LONG_LABELS);
    int step = read.kind.itemBytes;
    ByteBuffer items = ByteBuffer.wrap(read.content.bytes);
    byte[] labels = new byte[items.capacity() / step];
    for (int i = 0; i < labels.length; i++) {
      int label = step == 1 ? Byte.toUnsignedInt(items.get(i)) : items.getInt(i * step);
      if (label < 0 || label >= CLASSES) {
        throw invalid("label %d is %d, expected 0 to %d", i, label, CLASSES - 1);
      }
      labels[i] = (byte) label;
    }
    return new Content(labels, read.content.sha256);
  }

  private record Read(Kind kind, Content content) {}

  /** Reads a file of either kind. */
  private Read read(String items, Kind usual, Kind other) {
    MessageDigest sha256 = sha256();
    try (InputStream stored = new BufferedInputStream(opener.open());
        InputStream unpacked = isGzip(stored) ? new GZIPInputStream(stored) : stored;
        DigestInputStream in = new DigestInputStream(unpacked, sha256)) {
      int magic = header(in, 1).getInt();
      if (magic != usual.magic && magic != other.magic) {
        throw invalid("magic number 0x%08x, expected 0x%08x (%s)", magic, usual.magic, items);
      }
      Kind kind = magic == usual.magic ? usual : other;
      int count = readSizes(in, kind.sizes, items);
      int length = count * kind.itemBytes;
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw invalid(
            "ends after %d bytes of %s, expected %d for %d", bytes.length, items, length, count);
      }
      if (in.read() >= 0) {
        throw invalid("goes on after %d bytes of %s, expected its end", length, items);
      }
      return new Read(kind, new Content(bytes, HexFormat.of().formatHex(sha256.digest())));
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

  private static boolean isGzip(InputStream stored) throws IOException {
    stored.mark(2);
    boolean gzip = stored.read() == 0x1F && stored.read() == 0x8B;
    stored.reset();
    return gzip;
  }

  /** Reads all sizes and returns the number of items, once they are what this project takes. */
  private int readSizes(InputStream in, List<Integer> expected, String items) throws IOException {
    ByteBuffer sizes = header(in, 1 + expected.size());
    long count = Integer.toUnsignedLong(sizes.getInt());
    if (count < 1 || count > MAX_COUNT) {
      throw invalid("%d %s, expected 1 to %d", count, items, MAX_COUNT);
    }
    List<Long> found = new ArrayList<>();
    expected.forEach(size -> found.add(Integer.toUnsignedLong(sizes.getInt())));
    if (!found.toString().equals(expected.toString())) {
      throw invalid("%s of %s values, expected %s", items, by(found), by(expected));
    }
    return (int) count;
  }

  private static String by(List<?> sizes) {
    return sizes.stream().map(Object::toString).collect(Collectors.joining("x"));
  }

  private ByteBuffer header(InputStream in, int integers) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(Integer.BYTES * integers));
    if (header.remaining() < Integer.BYTES * integers) {
      throw invalid("ends within its header, expected the magic number and all sizes");
    }
    return header;
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
