package org.tinymnist.picture;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.gif.GifImageDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * The metadata of a picture file. Missing or damaged tags get their defaults: the picture itself
 * may be intact.
 *
 * @param orientation 1 to 8 (EXIF 2.3, section 4.6.4)
 * @param left column at which a GIF's frame begins
 * @param top row at which a GIF's frame begins
 * @param signed whether samples are signed integers (TIFF 6.0, section 19)
 * @param unreadable the name of a TIFF variant that the reader does not decode correctly, or null
 */
record PictureTags(int orientation, int left, int top, boolean signed, String unreadable) {

  private static final int LAB = 8;
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;

  static PictureTags of(byte[] file) {
    Metadata metadata;
    try {
      metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file), file.length);
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      metadata = new Metadata();
    }
    Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Directory frame = metadata.getFirstDirectoryOfType(GifImageDirectory.class);
    int orientation = tag(exif, ExifDirectoryBase.TAG_ORIENTATION, 1);
    int bits = tag(exif, ExifDirectoryBase.TAG_BITS_PER_SAMPLE, 1);
    int format = tag(exif, ExifDirectoryBase.TAG_SAMPLE_FORMAT, 1);
    boolean lab = tag(exif, ExifDirectoryBase.TAG_PHOTOMETRIC_INTERPRETATION, 1) == LAB;
    return new PictureTags(
        orientation < 1 || orientation > 8 ? 1 : orientation,
        tag(frame, GifImageDirectory.TAG_LEFT, 0),
        tag(frame, GifImageDirectory.TAG_TOP, 0),
        format == SIGNED,
        lab && bits > 8
            ? "Lab TIFF of %s bits a channel".formatted(bits)
            : format == FLOAT && bits < 32 || format != FLOAT && bits > 32
                ? "TIFF of %s-bit %s".formatted(bits, format == FLOAT ? "floats" : "integers")
                : null);
  }

  /** Returns the first number of a tag. */
  private static int tag(Directory directory, int tag, int missing) {
    int[] values = directory == null ? null : directory.getIntArray(tag);
    return values == null || values.length == 0 ? missing : values[0];
  }
}
