package org.tinymnist.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a JPEG file wants its picture turned: a camera stores the rows of its sensor, and says in the
 * tag Orientation how it was held (EXIF 2.3, section 4.6.4).
 */
final class ExifOrientation {

  /** To be seen as it is stored. */
  static final int NORMAL = 1;

  private static final int APP1 = 0xFFE1;
  private static final int START_OF_SCAN = 0xFFDA;
  private static final int EXIF = 0x45786966; // "Exif", then two zeros
  private static final short LITTLE_ENDIAN = 0x4949; // "II"
  private static final short ORIENTATION = 0x0112;

  private ExifOrientation() {}

  /**
   * Returns the orientation, 1 to 8; 1 where the file does not say, or says it in a damaged block:
   * the picture itself may be sound.
   */
  static int of(byte[] jpeg) {
    try {
      int orientation = find(ByteBuffer.wrap(jpeg).position(Short.BYTES));
      return orientation >= 1 && orientation <= 8 ? orientation : NORMAL;
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return NORMAL;
    }
  }

  /** Goes through the segments before the picture itself: marker, length, content. */
  private static int find(ByteBuffer file) {
    while (true) {
      int marker = Short.toUnsignedInt(file.getShort());
      if (marker < 0xFF00 || marker == START_OF_SCAN) {
        return NORMAL;
      }
      int start = file.position();
      int length = Short.toUnsignedInt(file.getShort());
      if (marker == APP1 && file.getInt(start + 2) == EXIF) {
        return inDirectory(file.slice(start + 8, length - 8));
      }
      file.position(start + Math.max(length, Short.BYTES));
    }
  }

  /** Looks into the first directory of a TIFF block: 12 bytes an entry, its tag first. */
  private static int inDirectory(ByteBuffer tiff) {
    boolean littleEndian = tiff.getShort(0) == LITTLE_ENDIAN;
    tiff.order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (tiff.getShort(entry) == ORIENTATION) {
        return tiff.getShort(entry + 8);
      }
    }
    return NORMAL;
  }
}
