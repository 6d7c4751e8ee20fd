package org.tinymnist.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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
import tools.jackson.databind.json.JsonMapper;

/** Classifies pictures of digits. */
@Command(
    name = "predict",
    description =
        "Print the number that each picture shows, with each digit's probability and box.",
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(names = "--json", description = "Print JSON, with all probabilities.")
  private boolean json;

  @Option(names = "--single", description = "Take each picture for one digit.")
  private boolean single;

  @Option(
      names = "--show",
      paramLabel = "DIR",
      description = "Folder for the images of 28x28 pixels that the model saw.")
  private Path show;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "Pictures ("
              + PictureReader.FORMATS
              + ") of any size, dark on light or light on dark; "
              + "or folders of them.")
  private List<String> images;

  /** A picture and the digits found in it, or why there are none. */
  private record Read(String name, List<DigitImage> digits, String failure) {}

  @Override
  public Integer call() throws IOException {
    List<Read> pictures = new ArrayList<>();
    for (String image : images) {
      try {
        Path path = Path.of(image);
        for (Path file : Files.isDirectory(path) ? filesOf(path) : List.of(path)) {
          pictures.add(read(file));
        }
      } catch (InvalidPathException e) {
        String problem = ": a name that this locale cannot hold, try LC_ALL=C.UTF-8";
        pictures.add(new Read(image, List.of(), image + problem));
      } catch (IOException e) {
        pictures.add(new Read(image, List.of(), Failure.describe(e)));
      }
    }
    List<DigitImage> digits = pictures.stream().flatMap(each -> each.digits.stream()).toList();
    if (show != null) {
      save(pictures);
    }
    report(pictures, digits.isEmpty() ? null : classify(digits));
    return pictures.stream().anyMatch(picture -> picture.failure != null) ? 1 : 0;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> pictures =
          files.filter(file -> Files.isRegularFile(file) && !isHidden(file)).sorted().toList();
      if (pictures.isEmpty()) {
        throw new IOException(folder + ": no files, expected pictures");
      }
      return pictures;
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private Read read(Path file) {
    try {
      List<DigitImage> digits =
          single ? List.of(PictureReader.readSingle(file)) : PictureReader.read(file);
      return new Read(file.toString(), digits, null);
    } catch (InvalidDataException e) {
      return new Read(file.toString(), List.of(), Failure.describe(e));
    }
  }

  private Classifier.Predictions classify(List<DigitImage> digits) {
    main.loadTensorFlow();
    try (Classifier classifier = Classifier.load(model.folder())) {
      return classifier.classify(DigitImage.pixels(digits), digits.size());
    }
  }

  private void save(List<Read> pictures) throws IOException {
    Files.createDirectories(show);
    int size = LabeledImages.SIZE;
    for (int i = 0; i < pictures.size(); i++) {
      List<DigitImage> digits = pictures.get(i).digits;
      // What follows the last slash, without what a locale or a file system may not hold.
      String name = pictures.get(i).name.replaceAll(".*[/\\\\]|[^ -~]", "");
      for (int j = 0; j < digits.size(); j++) {
        float[] pixels = digits.get(j).pixels();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < pixels.length; p++) {
          image.getRaster().setSample(p % size, p / size, 0, Math.round(pixels[p]));
        }
        Path file = show.resolve("%d-%s-%d.png".formatted(i + 1, name, j + 1));
        try (OutputStream out = Files.newOutputStream(file)) {
          ImageIO.write(image, "png", out);
        }
      }
    }
  }

  private void report(List<Read> pictures, Classifier.Predictions predictions) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> rows = new ArrayList<>();
    int next = 0;
    for (Read picture : pictures) {
      Map<String, Object> row = new LinkedHashMap<>(Map.of("image", picture.name));
      if (picture.failure != null) {
        row.put("failure", picture.failure);
        spec.commandLine().getErr().println(Main.NAME + ": " + picture.failure);
      } else {
        StringBuilder number = new StringBuilder();
        List<String> parts = new ArrayList<>();
        List<Map<String, Object>> digits = new ArrayList<>();
        for (DigitImage digit : picture.digits) {
          int value = predictions.classes()[next];
          float[] probabilities = predictions.probabilities()[next++];
          number.append(value);
          parts.add(text(digit, probabilities[value]));
          digits.add(Map.of("digit", value, "box", digit.box(), "probabilities", probabilities));
        }
        row.put("number", number.toString());
        row.put("digits", digits);
        if (digits.size() == 1) {
          row.putAll(digits.get(0));
          row.remove("box");
        }
        if (!json) {
          out.printf("%s: %s (%s)%n", picture.name, number, String.join("; ", parts));
        }
      }
      rows.add(row);
    }
    if (json) {
      out.println(new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
    }
    out.flush();
  }

  private static String text(DigitImage digit, float probability) {
    DigitImage.Box box = digit.box();
    return String.format(
        Locale.ROOT,
        "%.2f %% at %d,%d %dx%d%s",
        100 * probability,
        box.left(),
        box.top(),
        box.width(),
        box.height(),
        digit.isWide() ? ", wide: touching digits?" : "");
  }
}
