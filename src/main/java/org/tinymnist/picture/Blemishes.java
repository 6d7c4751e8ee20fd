package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.drew.imaging.FileType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Removes flaws of picture files that do not affect the pixels but make readers warn or fail. */
final class Blemishes {

  /** Warnings of the readers about missing or wrong pixels. */
  private static final Pattern DAMAGE =
      Pattern.compile("Corrupt JPEG data: (?!\\d+ extraneous bytes).*|Out-of-sequence code!");

  private static final byte[] JFIF = "\377\340\0\20JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(ISO_8859_1);

  // JPEG markers (ITU-T T.81, table B.1).
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int RESTART = 0xD0;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int APPLICATION = 0xE0;
  private static final int COMMENT = 0xFE;

  private Blemishes() {}

  static boolean isDamage(String warning) {
    return DAMAGE.matcher(warning).matches();
  }

  /** Returns the file without the known flaws of its format; the pixels are the same. */
  static byte[] removed(FileType type, byte[] file) {
    return type == FileType.Jpeg ? jpeg(file) : type == FileType.WebP ? webp(file) : file;
  }

  /**
   * Keeps only the segments that affect pixels and colours (ITU-T T.81, annex B). libjpeg prints
   * only its first warning, so that a harmless one would hide one about missing pixels.
   */
  private static byte[] jpeg(byte[] file) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length + 2);
    kept.write(file, 0, 2);
    boolean sequential = false;
    int code = START;
    int end = 2;
    while (true) {
      int at = next(file, end);
      // Bytes between segments are kept only after a scan header: they are its coded data.
      kept.write(file, end, code == SCAN ? at - end : 0);
      code = at + 4 > file.length ? END : file[at + 1] & 0xFF;
      if (code == END) {
        kept.writeBytes(new byte[] {(byte) 0xFF, (byte) END});
        return kept.toByteArray();
      }
      end = Math.min(file.length, at + 2 + (ByteBuffer.wrap(file).getShort(at + 2) & 0xFFFF));
      byte[] segment = Arrays.copyOfRange(file, at, end);
      sequential |= code == BASELINE || code == EXTENDED;
      if (code == SCAN && sequential && segment.length > 6) {
        // A sequential scan always has all coefficients, 0 to 63, in full precision.
        System.arraycopy(new byte[] {0, 63, 0}, 0, segment, segment.length - 3, 3);
      }
      kept.writeBytes(code >= APPLICATION && code <= COMMENT ? colours(segment) : segment);
    }
  }

  /** Returns the part of an application segment that affects the colours, possibly empty. */
  private static byte[] colours(byte[] segment) {
    String content = new String(segment, ISO_8859_1);
    if (content.matches("(?s).\340..JFIF\0.*")) {
      return JFIF;
    }
    // Adobe's last byte is the colour transform, 0 to 2.
    boolean known = content.matches("(?s).\341..Exif\0.*|.\356..Adobe.{6}[\0-\2].*");
    return known ? segment : new byte[0];
  }

  /** Returns the position of the next segment or end marker, or the file's length. */
  private static int next(byte[] file, int from) {
    for (int at = from; at + 1 < file.length; at++) {
      int code = file[at + 1] & 0xFF;
      boolean alone = code >= RESTART && code <= START;
      if (file[at] == (byte) 0xFF && code >= BASELINE && code != 0xFF && !alone) {
        return at;
      }
    }
    return file.length;
  }

  /** Removes the colour profile: clears its bit in the header and renames its chunk. */
  private static byte[] webp(byte[] file) {
    String start = new String(file, 0, Math.min(34, file.length), ISO_8859_1);
    byte[] copy = file.clone();
    if (start.matches("(?s).{12}VP8X.{14}ICCP")) {
      copy[20] &= ~0x20;
      System.arraycopy("JUNK".getBytes(ISO_8859_1), 0, copy, 30, 4);
    }
    return copy;
  }
}
