package org.tinymnist;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;

public final class SmallMnist {

  private SmallMnist() {}

  /** Returns a data set of so many training images, and as many test images. */
  public static DataSet of(int images) {
    DataSet mnist = DataSet.mnist();
    return new DataSet(
        "a part", first(mnist.train(), images), first(mnist.test(), images), Map.of());
  }

  public static LabeledImages first(LabeledImages images, int count) {
    return new LabeledImages(
        Arrays.copyOf(images.pixels(), count * LabeledImages.PIXELS),
        Arrays.copyOf(images.labels(), count));
  }

  /** Writes them as four raw IDX files into a new folder, and returns it. */
  public static Path write(Path folder, int train, int test) throws IOException {
    Files.createDirectory(folder);
    DataSet mnist = DataSet.mnist();
    write(folder, "train", mnist.train(), train);
    write(folder, "t10k", mnist.test(), test);
    return folder;
  }

  private static void write(Path folder, String part, LabeledImages images, int count)
      throws IOException {
    int size = LabeledImages.SIZE;
    int bytes = count * LabeledImages.PIXELS;
    ByteBuffer pixels = ByteBuffer.allocate(16 + bytes);
    pixels.putInt(0x803).putInt(count).putInt(size).putInt(size).put(images.pixels(), 0, bytes);
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), pixels.array());
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count).put(images.labels(), 0, count);
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
