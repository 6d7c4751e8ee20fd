package org.tinymnist.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.tinymnist.cli.PictureQueue.Picture;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Classifier;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.picture.PictureReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    description = "Print the number in each picture, with probabilities and boxes.",
    footer = {
      "",
      "Examples:",
      "  tiny-mnist predict --model=saved_model photo.jpg scans",
      "  tiny-mnist predict --model=saved_model --single - < 7.png"
    },
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {

  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  private static final String CLEAR_LINE = "\r\033[K";

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(names = "--json", description = "Print JSON with all probabilities.")
  private boolean json;

  @Option(names = "--single", description = "Treat each picture as a single digit.")
  private boolean single;

  @Option(
      names = "--show",
      paramLabel = "DIR",
      description = "Write the 28x28 image that the model sees of each digit to this folder.")
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
  public Integer call() throws IOException, InterruptedException {
    List<Callable<Picture>> pictures = pictures();
    if (show != null) {
      Files.createDirectories(show);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    PredictionPrinter printer = new PredictionPrinter(out, json, single);
    boolean counted = pictures.size() > 1 && isTerminal();
    boolean failed = false;
    String pieces = null;
    try (PictureQueue queue = new PictureQueue(pictures)) {
      for (int i = 0; i < pictures.size() && !out.checkError(); i++) {
        err.print(counted ? i + " of " + pictures.size() + " pictures" : "");
        err.flush();
        Picture picture = saved(queue.next(), i + 1);
        err.print(counted ? CLEAR_LINE : "");
        err.flush();
        if (picture.failure() != null) {
          failed = true;
          err.println(Main.NAME + ": " + picture.failure());
          printer.print(picture.name(), picture.failure());
        } else {
          printer.print(picture.name(), picture.digits(), classify(picture.digits()));
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
      err.println(Failure.printable("note: " + pieces + ": if this is one digit, try --single"));
    }
    return failed ? 1 : 0;
  }

  /** Returns the readers of all pictures, in the order of the arguments and file names. */
  private List<Callable<Picture>> pictures() {
    List<Callable<Picture>> pictures = new ArrayList<>();
    for (String image : images) {
      try {
        Path path = Path.of(image);
        if (image.equals("-")) {
          pictures.add(() -> read(STANDARD_INPUT, "standard input"));
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
    } catch (RuntimeException e) {
      boolean expected = e instanceof InvalidDataException;
      String problem = expected ? e.getMessage() : name + ": cannot be read: " + e;
      return Picture.failed(name, Failure.printable(problem));
    }
  }

  private Classifier.Predictions classify(List<DigitImage> digits) {
    if (classifier == null) {
      main.loadTensorFlow();
      classifier = Classifier.load(model.folder());
    }
    return classifier.classify(DigitImage.pixels(digits), digits.size());
  }

  /** Implements {@code --show}. */
  private Picture saved(Picture picture, int number) {
    int size = LabeledImages.SIZE;
    // The file name, limited to characters and a length that every file system accepts.
    String name = picture.name().replaceAll(".*[/\\\\]|[^ -~]", "");
    for (int j = 0; show != null && j < picture.digits().size(); j++) {
      float[] pixels = picture.digits().get(j).pixels();
      BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < pixels.length; p++) {
        image.getRaster().setSample(p % size, p / size, 0, Math.round(pixels[p]));
      }
      Path file = show.resolve("%d-%.200s-%d.png".formatted(number, name, j + 1));
      try (OutputStream out = Files.newOutputStream(file)) {
        ImageIO.write(image, "png", out);
      } catch (IOException e) {
        return Picture.failed(picture.name(), Failure.describe(e));
      }
    }
    return picture;
  }

  /** Returns whether standard error is a terminal that can clear a line. */
  private static boolean isTerminal() {
    String type = System.getenv("TERM");
    String name = Platform.isWindows() ? "_isatty" : "isatty";
    return type != null
        && !type.equals("dumb")
        && Function.getFunction(Platform.C_LIBRARY_NAME, name).invokeInt(new Object[] {2}) != 0;
  }
}
