package org.tinymnist.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.model.SavedModelExporter;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoServerTest {

  private static final String MODEL = "models/some-experiment/seed-2";

  @TempDir Path results;
  private DemoServer server;

  @BeforeEach
  void serveOneModel() throws IOException {
    RunFolder.write(
        results.resolve("some-experiment/seed-2"),
        SampleRuns.of("some-experiment", 2, 0.98),
        model -> SavedModelExporter.export(model, SampleRuns.zeros()));
    server = DemoServer.start(0, results);
  }

  private static byte[] seven() throws IOException {
    return Files.readAllBytes(Path.of("src/interop/snippets/seven.png"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "index.html", "style.css", "app.js", "icon.svg", "models.json", "?query"})
  void servesThePage(String path) throws Exception {
    HttpResponse<String> response = request("GET", path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../logback.xml",
        "%2e%2e/logback.xml",
        "models/..%2f..%2flogback.xml",
        "logback.xml",
        "demo/app.js",
        "/etc/hostname",
        MODEL,
        MODEL + "/../seed-2/picture",
        MODEL + "/run.json"
      })
  void servesNothingElse(String path) throws Exception {
    // The server of JDK 21 and newer refuses //etc/hostname itself.
    assertThat(request("GET", path).statusCode()).isIn(400, 404);
  }

  @Test
  void letsThePageLoadNothingFromElsewhere() throws Exception {
    assertThat(request("GET", "").headers().firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe", "http", "*");
  }

  @Test
  void listsTheModelsOfRunsThatHaveOne() throws Exception {
    RunResult run = SampleRuns.of("some-experiment", 3, 0.98);
    RunFolder.write(results.resolve("some-experiment/seed-3"), run, model -> {});
    stop();
    server = DemoServer.start(0, results);
    String expected =
        """
        [{"path": "models/some-experiment/seed-2", "title": "About some-experiment", "seed": 2,
          "parameters": 7784, "test_accuracy": 0.98}]
        """;
    JsonMapper json = new JsonMapper();
    assertThat(json.readTree(request("GET", "models.json").body()))
        .isEqualTo(json.readTree(expected));
  }

  @Test
  void answersHeadWithoutABodyAndRefusesOtherMethods() throws Exception {
    assertThat(request("HEAD", "").statusCode()).isEqualTo(200);
    assertThat(request("HEAD", "").body()).isEmpty();
    assertThat(request("POST", "models/some-experiment/seed-3/picture").statusCode())
        .isEqualTo(405);
    HttpResponse<String> refused = request("POST", "");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void readsAPictureThatIsPosted() throws Exception {
    assertThat(readings(post(MODEL + "/picture", seven())))
        .singleElement()
        .satisfies(
            reading -> {
              assertThat(reading.get("pixels")).hasSize(784);
              // All weights of the model are 0.
              assertThat(reading.get("probabilities"))
                  .hasSize(10)
                  .allMatch(share -> share.floatValue() == 0.1f);
            });
    HttpResponse<String> refused = post(MODEL + "/picture", new byte[] {'7'});
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).startsWith("the picture: not a picture, expected PNG");
  }

  @Test
  void takesADrawingForOneDigitAndAPictureForAsManyAsItShows() throws Exception {
    assertThat(readings(post(MODEL + "/picture", bars(60, 180)))).hasSize(2);
    assertThat(readings(post(MODEL + "/drawing", bars(60, 180)))).hasSize(1);
    assertThat(readings(post(MODEL + "/drawing", bars()))).isEmpty();
  }

  private static byte[] bars(int... lefts) throws IOException {
    BufferedImage bars = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
    for (int left : lefts) {
      bars.createGraphics().fillRect(left, 60, 20, 140);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(bars, "png", png);
    return png.toByteArray();
  }

  @Test
  void answersInOneLineWhateverGoesWrong() throws Exception {
    Path protobuf = results.resolve("some-experiment/seed-2/saved_model/saved_model.pb");
    byte[] whole = Files.readAllBytes(protobuf);
    Files.writeString(protobuf, "no protocol buffer");
    assertServerError(protobuf.getParent() + ": cannot be loaded as a SavedModel: ");
    Files.write(protobuf, whole);
    assertThat(readings(post(MODEL + "/picture", seven()))).hasSize(1);
    server.closeModels();
    assertServerError("internal error: ");
  }

  private void assertServerError(String message) throws Exception {
    HttpResponse<String> response = post(MODEL + "/picture", seven());
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).startsWith(message).hasLineCount(1);
  }

  private HttpResponse<String> post(String path, byte[] content) throws Exception {
    return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(content));
  }

  private static JsonNode readings(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  void saysThatAPortIsTaken() {
    int port = URI.create(server.url()).getPort();
    assertThatThrownBy(() -> DemoServer.start(port, results))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("port " + port + ": ")
        .hasMessageEndingWith("; choose another with --port");
  }

  @Test
  void refusesAFolderWithoutModels(@TempDir Path empty) {
    assertThatThrownBy(() -> DemoServer.start(0, empty))
        .isInstanceOf(IOException.class)
        .hasMessage(
            empty
                + ": no model of a finished run, expected <experiment>/seed-<n>/run.json and"
                + " saved_model/");
  }

  private HttpResponse<String> request(String method, String path) throws Exception {
    return send(method, path, HttpRequest.BodyPublishers.noBody());
  }

  private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher content)
      throws Exception {
    URI uri = URI.create(server.url() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).method(method, content).build(), BodyHandlers.ofString());
  }
}
