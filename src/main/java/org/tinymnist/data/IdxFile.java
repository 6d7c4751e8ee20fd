package org.tinymnist.data;

import static org.tinymnist.data.LabeledImages.CLASSES;
import static org.tinymnist.data.LabeledImages.PIXELS;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * One file in IDX, the format of MNIST: a magic number, the sizes (big-endian 32-bit integers),
 * then unsigned bytes; see LeCun, Cortes and Burges, <i>The MNIST database</i>.
 *
 * <p>The file is not trusted: any other content is an InvalidDataException, sizes are checked
 * first, memory grows with the bytes read, and nothing after the announced end is unpacked.
 *
 * @param name name in messages; compression is detected from the content
 */
record IdxFile(String name, Opener opener) {

  /** One million images need 784 MB. */
  private static final int MAX_COUNT = 1_000_000;

  private static final Kind IMAGES = new Kind(0x803, 2, "28x28", PIXELS);
  private static final Kind LABELS = new Kind(0x801, 0, "", 1);

  /** QMNIST's labels: 8 integers each, the first of which is the digit. */
  private static final Kind LONG_LABELS = new Kind(0xC02, 1, "8", 8 * Integer.BYTES);

  /** A kind of file: its magic number, and the dimensions and bytes of an item. */
  private record Kind(int magic, int dimensions, String sizes, int bytes) {}

  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** The content after the header, and the SHA-256 of the unpacked file with its header. */
  record Content(int count, byte[] bytes, String sha256) {}

  /** Reads images, {@code [count, 28, 28]}. */
  Content readImages() {
    return read("images", IMAGES);
  }

  /** Reads MNIST's or QMNIST's labels, {@code [count]}, each 0 to 9. */
  Content readLabels() {
    Content read = read("labels", LABELS, LONG_LABELS);
    ByteBuffer items = ByteBuffer.wrap(read.bytes);
    int step = read.bytes.length / read.count;
    byte[] labels = new byte[read.count];
    for (int i = 0; i < labels.length; i++) {
      int label = step == 1 ? Byte.toUnsignedInt(items.get(i)) : items.getInt(i * step);
      if (label < 0 || label >= CLASSES) {
        throw invalid("label %s is %s, expected 0 to %s", i, label, CLASSES - 1);
      }
      labels[i] = (byte) label;
    }
    return new Content(read.count, labels, read.sha256);
  }

  /** Messages name the first kind. */
  private Content read(String items, Kind... kinds) {
    try (InputStream stored = new BufferedInputStream(opener.open());
        InputStream unpacked = isGzip(stored) ? new GZIPInputStream(stored) : stored;
        DigestInputStream in = new DigestInputStream(unpacked, DigestUtils.getSha256Digest())) {
      int magic = header(in, 1).getInt();
      Kind kind = Stream.of(kinds).filter(each -> each.magic == magic).findFirst().orElse(null);
      if (kind == null) {
        throw invalid("magic number 0x%08x, expected 0x%08x (%s)", magic, kinds[0].magic, items);
      }
      int count = readSizes(in, kind, items);
      int length = count * kind.bytes;
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw invalid(
            "ends after %s bytes of %s, expected %s for %s", bytes.length, items, length, count);
      }
      if (in.read() >= 0) {
        throw invalid("continues after %s bytes of %s, expected the end", length, items);
      }
      String sha256 = HexFormat.of().formatHex(in.getMessageDigest().digest());
      return new Content(count, bytes, sha256);
    } catch (ZipException | EOFException e) {
      String problem = e instanceof EOFException ? "it ends too early" : e.getMessage();
      throw new InvalidDataException(
          "%s: damaged gzip data (%s), expected a complete gzip file".formatted(name, problem), e);
    } catch (FileSystemException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static boolean isGzip(InputStream stored) throws IOException {
    stored.mark(2);
    boolean gzip = stored.read() == 0x1F && stored.read() == 0x8B;
    stored.reset();
    return gzip;
  }

  /** Checks all sizes and returns the number of items. */
  private int readSizes(InputStream in, Kind kind, String items) throws IOException {
    ByteBuffer header = header(in, 1 + kind.dimensions);
    long count = Integer.toUnsignedLong(header.getInt());
    if (count < 1 || count > MAX_COUNT) {
      throw invalid("%s %s, expected 1 to %s", count, items, MAX_COUNT);
    }
    String sizes =
        IntStream.range(0, kind.dimensions)
            .mapToObj(i -> Integer.toUnsignedString(header.getInt()))
            .collect(Collectors.joining("x"));
    if (!sizes.equals(kind.sizes)) {
      throw invalid("%s of %s values, expected %s", items, sizes, kind.sizes);
    }
    return (int) count;
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
}
