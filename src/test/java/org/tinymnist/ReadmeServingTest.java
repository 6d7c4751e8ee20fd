package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Classifier;

/** That the README's request to TensorFlow Serving, and the answer it shows, are true. */
@DisabledOnOs(OS.WINDOWS)
class ReadmeServingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODEL = Path.of("results/model-1-optimized/seed-1/saved_model");

  /** Machines round otherwise. */
  private static final Comparator<Float> NEARLY =
      (a, b) -> Math.abs(a - b) < 1e-4 ? 0 : Float.compare(a, b);

  @Test
  void asksForMnistsFirstTestImage() throws Exception {
    String request = block("sh", "gunzip[^`]*?(?=curl)");
    Process shell =
        new ProcessBuilder("sh", "-c", request + "cat")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode images = JSON.readTree(shell.getInputStream()).path("instances");
    assertThat(images).hasSize(1);
    assertThat(images.get(0)).hasSize(28).allMatch(row -> row.size() == 28);
    byte[] pixels = DataSet.mnistTest().pixels();
    for (int i = 0; i < LabeledImages.PIXELS; i++) {
      JsonNode channels = images.get(0).get(i / 28).get(i % 28);
      assertThat(channels).hasSize(1);
      assertThat(channels.get(0).intValue()).isEqualTo(Byte.toUnsignedInt(pixels[i]));
    }
  }

  @Test
  void showsWhatTheModelAnswers() throws Exception {
    CommittedResults.assume();
    JsonNode answer = JSON.readTree(block("json", "[^`]*")).at("/predictions/0");
    byte[] pixels = DataSet.mnistTest().pixels();
    float[] intensities = new float[LabeledImages.PIXELS];
    for (int i = 0; i < intensities.length; i++) {
      intensities[i] = Byte.toUnsignedInt(pixels[i]);
    }
    try (Classifier classifier = Classifier.load(MODEL)) {
      Classifier.Predictions expected = classifier.classify(intensities, 1);
      assertThat(answer.path("classes").intValue()).isEqualTo(expected.classes()[0]);
      assertThat(floats(answer.path("logits")))
          .usingElementComparator(NEARLY)
          .containsExactly(expected.logits()[0]);
      assertThat(floats(answer.path("probabilities")))
          .usingElementComparator(NEARLY)
          .containsExactly(expected.probabilities()[0]);
      assertThat(answer).hasSize(3);
    }
  }

  private static float[] floats(JsonNode numbers) throws IOException {
    return JSON.treeToValue(numbers, float[].class);
  }

  /** The first block of a language with the given content, a regular expression. */
  private static String block(String language, String content) throws IOException {
    Pattern block = Pattern.compile("```" + language + "\n(" + content + ")");
    Matcher found = block.matcher(Files.readString(Path.of("README.md")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
