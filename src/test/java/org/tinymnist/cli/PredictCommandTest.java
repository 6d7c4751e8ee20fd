package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.cli.PictureQueue.Picture;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.picture.DigitImage.Box;

class PredictCommandTest {

  private static final Path MODEL = Path.of("results/reference/record/seed-1/saved_model");
  private static final Path BLEMISHED =
      Path.of("src/test/resources/org/tinymnist/picture/blemished");
  private static final Path SEVEN = BLEMISHED.resolve("bad-icc.jpg");

  @TempDir private Path folder;

  @Test
  void readsBlemishedSevensAsSevens() throws IOException {
    try (Stream<Path> files = Files.list(BLEMISHED)) {
      Outcome outcome = Outcome.of("predict", "--model", MODEL, BLEMISHED);
      assertThat(outcome.out().lines())
          .hasSize((int) files.count())
          .isSorted()
          .allMatch(line -> line.contains(": 7 (9"));
    }
  }

  @Test
  void readsTheOtherFilesWhateverOneIsAndIsCalled() throws IOException {
    Path at = Files.copy(SEVEN, folder.resolve("@2x.png"));
    Path rude = Files.writeString(folder.resolve("\033[31mred.png"), "no picture");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve(".hidden"), "no picture");
    Path longName = Files.copy(SEVEN, folder.resolve("7".repeat(250)));
    Path show = folder.resolve("show");
    Outcome outcome =
        Outcome.of("predict", "--model", MODEL, "--show", show, at, rude, empty, longName);
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(at + ": 7 ("),
            line -> assertThat(line).startsWith(longName + ": 7 ("));
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("/\\u001b[31mred.png: not a picture"),
            line -> assertThat(line).contains("/empty: no files, expected pictures"));
    assertThat(show.toFile().list()).hasSize(2);
    assertThat(ImageIO.read(show.resolve("1-@2x.png-1.png").toFile()).getWidth()).isEqualTo(28);
    // Taken for a file of arguments, it was read as such.
    assertThat(Outcome.of("predict", "--model", MODEL, "@no.png").err())
        .startsWith("tiny-mnist: @no.png: no such file, expected a picture");
  }

  @Test
  void printsJsonWithItsMembersInOneOrder() throws IOException {
    BufferedImage bar = new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_GRAY);
    bar.createGraphics().fillRect(60, 80, 180, 40);
    Path picture = folder.resolve("wide.png");
    ImageIO.write(bar, "png", picture.toFile());
    String json = Outcome.of("predict", "--model", MODEL, "--json", picture, SEVEN).out();
    assertThat(json.replaceAll("\\s+", ""))
        .startsWith("[{\"image\":\"")
        .containsSubsequence(
            "\"number\":\"", "\"digits\":[{\"digit\":", "\"box\":{", "\"wide\":true,")
        .containsSubsequence("\"wide\":", "\"probabilities\":[", "},{\"image\":\"" + SEVEN)
        .containsPattern("\"digit\":7,\"probabilities\":\\[([0-9.E-]+,){9}[0-9.E-]+]}]$");
    assertThat(Outcome.of("predict", "--model", MODEL, picture).out()).contains("touching digits?");
    assertThat(Outcome.of("predict", "--model", MODEL, "--single", picture).out())
        .doesNotContain("touching");
    BufferedImage two = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
    two.createGraphics().fillRect(60, 60, 20, 140);
    two.createGraphics().fillRect(180, 60, 20, 140);
    ImageIO.write(two, "png", picture.toFile());
    json = Outcome.of("predict", "--model", MODEL, "--json", picture).out();
    assertThat(json.replaceAll("\\s+", "")).as("only one digit is the picture's").endsWith("]}]}]");
  }

  @Test
  void suspectsPiecesOfOneDigitWhereTheyShareColumns() {
    assertThat(picture(new Box(0, 16, 10, 25), new Box(4, 50, 12, 30)).mayBeOneDigit()).isTrue();
    assertThat(picture(new Box(0, 16, 20, 25), new Box(18, 15, 12, 30)).mayBeOneDigit()).isFalse();
  }

  private static Picture picture(Box... boxes) {
    return new Picture(
        "picture", Stream.of(boxes).map(box -> new DigitImage(box, new float[784])).toList(), null);
  }

  @Test
  void readsStandardInput() throws Exception {
    List<String> cat = List.of("sh", "-c", "cat " + SEVEN + " | \"$@\"", "sh");
    Outcome outcome = Outcome.of(Outcome.start(cat, "predict", "--model", MODEL, "-"));
    assertThat(outcome.said()).startsWith("standard input: 7 (");
    assertThat(outcome.exit()).isZero();
  }

  /** In gray it takes 64 MB. */
  @Test
  void refusesAPictureForWhichThereIsNoMemory() throws Exception {
    Path large = folder.resolve("large.png");
    BufferedImage picture = new BufferedImage(4_000, 4_000, BufferedImage.TYPE_BYTE_BINARY);
    ImageIO.write(picture, "png", large.toFile());
    List<String> small = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx64m");
    Outcome outcome = Outcome.of(Outcome.start(small, "predict", "--model", MODEL, large, SEVEN));
    assertThat(outcome.said())
        .contains(large + ": too large for the program's memory of 64 MiB", SEVEN + ": 7 (");
    assertThat(outcome.exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "predict"})
  void failsIfItsOutputCannotBeWritten(String command) throws Exception {
    Outcome outcome = Outcome.of(start("\"$@\" > /dev/full", command));
    assertThat(outcome.said())
        .isEqualToIgnoringNewLines("tiny-mnist: standard output: No space left on device");
    assertThat(outcome.exit()).isEqualTo(1);
  }

  /** 141 is what a shell says of a program that a closed pipe ended. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "predict"})
  void endsQuietlyIfNobodyReadsItsOutput(String command) throws Exception {
    Outcome outcome = Outcome.of(start("\"$@\" | true; exit ${PIPESTATUS[0]}", command));
    assertThat(outcome.said()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(141);
  }

  private static Process start(String script, String command) throws IOException {
    List<String> shell = List.of("env", "LC_ALL=C.UTF-8", "bash", "-c", script, "bash");
    return command.equals("predict")
        ? Outcome.start(shell, "predict", "--model", MODEL, SEVEN)
        : Outcome.start(shell, command);
  }
}
