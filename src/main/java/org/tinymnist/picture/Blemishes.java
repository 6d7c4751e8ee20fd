package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.drew.imaging.FileType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes flaws of picture files that do not affect the pixels but make readers warn or fail. */
final class Blemishes {

  /** Warnings of the readers about missing or wrong pixels. */
  static final Pattern DAMAGE =
      Pattern.compile("Corrupt JPEG data: (?!\\d+ extraneous bytes).*|Out-of-sequence code!");

  // JPEG, one character a byte; markers as in ITU-T T.81, table B.1.
  private static final Pattern MARKER = Pattern.compile("\377[\300-\317\331-\376]");
  private static final char END = 0xD9;
  private static final char SCAN = 0xDA;
  private static final String SEQUENTIAL = "(?s).[\300\301].*";
  private static final String APPLICATION = "(?s).[\340-\376].*";
  // JFIF's header, EXIF and Adobe's color transform, 0 to 2, decide what the channels mean.
  private static final String JFIF = "(?s).\340..JFIF\0.*";
  private static final String COLORS = "(?s).\341..Exif\0.*|.\356..Adobe.{6}[\0-\2].*";

  private Blemishes() {}

  /** Returns the file without the known flaws of its format; the pixels are the same. */
  static byte[] removed(FileType type, byte[] file) {
    return switch (type) {
      case Jpeg -> jpeg(new String(file, ISO_8859_1)).getBytes(ISO_8859_1);
      case WebP -> webp(new String(file, ISO_8859_1)).getBytes(ISO_8859_1);
      default -> file;
    };
  }

  /**
   * Keeps only the segments that affect pixels and colors (ITU-T T.81, annex B). libjpeg prints
   * only its first warning, so that a harmless one would hide one about missing pixels.
   */
  private static String jpeg(String file) {
    StringBuilder kept = new StringBuilder(file.substring(0, 2));
    Matcher marker = MARKER.matcher(file);
    boolean sequential = false;
    boolean scan = false;
    for (int end = 2; end < file.length(); ) {
      int at = marker.find(end) ? marker.start() : file.length();
      // Bytes between segments are kept only after a scan header: they are its coded data.
      kept.append(file, end, scan ? at : end);
      if (at + 4 > file.length() || file.charAt(at + 1) == END) {
        break;
      }
      int length = file.charAt(at + 2) << 8 | file.charAt(at + 3);
      end = Math.min(file.length(), at + 2 + length);
      String segment = file.substring(at, end);
      scan = file.charAt(at + 1) == SCAN;
      sequential |= segment.matches(SEQUENTIAL);
      if (scan && sequential && segment.length() > 6) {
        // A sequential scan always has all coefficients, 0 to 63, in full precision.
        segment = segment.substring(0, segment.length() - 3) + "\0\77\0";
      } else if (segment.matches(JFIF)) {
        segment = "\377\340\0\20JFIF\0\1\1\0\0\1\0\1\0\0";
      } else if (segment.matches(APPLICATION) && !segment.matches(COLORS)) {
        segment = "";
      }
      kept.append(segment);
    }
    return kept.append("\377\331").toString();
  }

  /** Removes the color profile: clears its bit in the header and renames its chunk. */
  private static String webp(String file) {
    StringBuilder copy = new StringBuilder(file);
    if (file.matches("(?s).{12}VP8X.{14}ICCP.*")) {
      copy.setCharAt(20, (char) (file.charAt(20) & ~0x20));
      copy.replace(30, 34, "JUNK");
    }
    return copy.toString();
  }
}
