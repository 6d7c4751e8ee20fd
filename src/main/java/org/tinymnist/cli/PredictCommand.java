package org.tinymnist.cli;

import static org.tinymnist.data.LabeledImages.SIZE;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.tinymnist.cli.PictureQueue.Picture;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.model.Classifier;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.picture.PictureReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "predict",
    description = "Print the number in each picture, with probabilities and boxes.",
    footer = {
      "",
      "Examples:",
      "  tiny-mnist predict --model=saved_model photo.jpg scans",
      "  tiny-mnist predict --model=saved_model --single - < 7.png"
    })
final class PredictCommand extends ProgramCommand {

  @Mixin private Options.Model model;

  @Option(names = "--json", description = "Print JSON with all probabilities.")
  private boolean json;

  @Option(names = "--single", description = "Treat each picture as a single digit.")
  private boolean single;

  @Option(
      names = "--show",
      paramLabel = "DIR",
      description = "Write the 28x28 input image of each digit to this folder.")
  private Path show;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "Pictures ("
              + PictureReader.FORMATS
              + ") of any size, dark on light or light on dark; "
              + "folders of pictures; or - for standard input.")
  private List<String> images;

  private Classifier classifier;

  @Override
  public Integer call() throws IOException {
    List<Supplier<Picture>> pictures = pictures();
    if (show != null) {
      Files.createDirectories(show);
    }
    PrintWriter out = out();
    PrintWriter err = err();
    PredictionPrinter printer = new PredictionPrinter(out, json, single);
    boolean failed = false;
    String pieces = null;
    try (PictureQueue queue = new PictureQueue(pictures)) {
      for (int i = 0; i < pictures.size() && !out.checkError(); i++) {
        Picture picture = saved(queue.next(), i + 1);
        if (picture.failure() != null) {
          failed = true;
          err.println(Main.NAME + ": " + picture.failure());
          printer.printFailure(picture);
        } else {
          printer.print(picture, classify(picture.digits()));
          pieces = pieces == null && picture.mayBeOneDigit() ? picture.name() : pieces;
        }
      }
    } finally {
      if (classifier != null) {
        classifier.close();
      }
    }
    printer.end();
    if (pieces != null) {
      err.println(Failure.printable("hint: " + pieces + ": if this is one digit, try --single"));
    }
    return failed ? 1 : 0;
  }

  /** Returns the readers of all pictures, in the order of the arguments and file names. */
  private List<Supplier<Picture>> pictures() {
    List<Supplier<Picture>> pictures = new ArrayList<>();
    for (String image : images) {
      try {
        Path path = Path.of(image);
        if (image.equals("-")) {
          pictures.add(() -> read(Path.of("/dev/stdin"), "standard input"));
        } else {
          for (Path file : Files.isDirectory(path) ? filesOf(path) : List.of(path)) {
            pictures.add(() -> read(file, file.toString()));
          }
        }
      } catch (InvalidPathException e) {
        String problem = image + ": not a path in this locale, try LC_ALL=C.UTF-8";
        pictures.add(() -> Picture.failed(image, Failure.printable(problem)));
      } catch (IOException e) {
        pictures.add(() -> Picture.failed(image, Failure.describe(e)));
      }
    }
    return pictures;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> pictures =
          files
              .filter(f -> Files.isRegularFile(f) && !f.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
      if (pictures.isEmpty()) {
        throw new IOException(folder + ": no files, expected pictures");
      }
      return pictures;
    }
  }

  private Picture read(Path file, String name) {
    try {
      List<DigitImage> digits =
          single ? List.of(PictureReader.readSingle(file)) : PictureReader.read(file);
      return new Picture(name, digits, null);
    } catch (InvalidDataException e) {
      return Picture.failed(name, Failure.describe(e));
    } catch (RuntimeException e) {
      return Picture.failed(name, Failure.printable(name + ": cannot be read: " + e));
    }
  }

  private Classifier.Predictions classify(List<DigitImage> digits) {
    if (classifier == null) {
      loadTensorFlow();
      classifier = Classifier.load(model.folder);
    }
    return classifier.classify(DigitImage.pixels(digits), digits.size());
  }

  /** Implements {@code --show}. */
  private Picture saved(Picture picture, int number) {
    if (show == null) {
      return picture;
    }
    // The file name, limited to characters and a length that every file system accepts.
    String name = picture.name().replaceAll(".*[/\\\\]|[^ -~]", "");
    for (int j = 0; j < picture.digits().size(); j++) {
      BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
      float[] pixels = picture.digits().get(j).pixels();
      for (int p = 0; p < pixels.length; p++) {
        image.getRaster().setSample(p % SIZE, p / SIZE, 0, Math.round(pixels[p]));
      }
      Path file = show.resolve("%s-%.200s-%s.png".formatted(number, name, j + 1));
      try (OutputStream out = Files.newOutputStream(file)) {
        ImageIO.write(image, "png", out);
      } catch (IOException e) {
        return Picture.failed(picture.name(), Failure.describe(e));
      }
    }
    return picture;
  }
}
