package org.tinymnist.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.experiment.Run;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.InvalidModelException;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.picture.PictureReader;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the demo page and classifies drawings and pictures, for this machine only. Request paths
 * are looked up in a table and never used as file names.
 */
public final class DemoServer implements AutoCloseable {

  private static final Map<String, String> PAGE =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "style.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  /** The page may load only its own files. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final int MAX_PICTURE = 100_000_000;
  private static final JsonMapper MAPPER = new JsonMapper();

  private record Resource(String type, byte[] content) {}

  /** A digit as the model's input, intensities 0 to 255, and the probability of each class. */
  record Reading(float[] pixels, float[] probabilities) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Resource> resources = new HashMap<>();

  /** Find and classify the digits of a picture, from left to right. */
  private final Map<String, Function<byte[], List<Reading>>> readers = new HashMap<>();

  /** The models in use, by folder. */
  private final Map<Path, Classifier> classifiers = new ConcurrentHashMap<>();

  private DemoServer(HttpServer server, Path results) throws IOException {
    this.server = server;
    for (Map.Entry<String, String> file : PAGE.entrySet()) {
      try (var stream = DemoServer.class.getResourceAsStream("/demo/" + file.getKey())) {
        resources.put("/" + file.getKey(), new Resource(file.getValue(), stream.readAllBytes()));
      }
    }
    resources.put("/", resources.get("/index.html"));
    List<Map<String, Object>> models = new ArrayList<>();
    for (RunResult result : Study.read(results).runs()) {
      Run run = new Run(result.record().experiment(), result.seed());
      Path model = run.folder(results).resolve(RunFolder.MODEL);
      if (Files.exists(model)) {
        String path = "models/" + result.name() + "/seed-" + result.seed();
        models.add(
            Map.of(
                "path", path,
                "title", run.experiment().title(),
                "seed", run.seed(),
                "parameters", result.record().parameters(),
                "test_accuracy", result.last().testAccuracy()));
        readers.put(
            "/" + path + "/picture", png -> read(model, PictureReader.read("the picture", png)));
        readers.put(
            "/" + path + "/drawing",
            png -> read(model, PictureReader.readDrawing("the drawing", png)));
      }
    }
    if (models.isEmpty()) {
      throw new IOException(
          results
              + ": no model of a finished run, expected <experiment>/seed-<n>/run.json and"
              + " saved_model/");
    }
    resources.put("/models.json", json(models));
  }

  /**
   * Starts a server for the models of all finished runs in a results folder.
   *
   * @param port of the loopback interface; 0 selects a free one
   * @throws IOException in one line, if there is no model or the port is taken
   */
  public static DemoServer start(int port, Path results) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new IOException(
          "port %s: %s; choose another with --port".formatted(port, e.getMessage()), e);
    }
    DemoServer demo = new DemoServer(server, results);
    server.setExecutor(demo.threads);
    server.createContext("/", demo::answer);
    server.start();
    return demo;
  }

  private List<Reading> read(Path model, List<DigitImage> digits) {
    Classifier classifier = classifiers.computeIfAbsent(model, Classifier::load);
    if (digits.isEmpty()) {
      return List.of();
    }
    float[][] probabilities =
        classifier.classify(DigitImage.pixels(digits), digits.size()).probabilities();
    return IntStream.range(0, digits.size())
        .mapToObj(i -> new Reading(digits.get(i).pixels(), probabilities[i]))
        .toList();
  }

  public String url() {
    return "http://localhost:%s/".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (RuntimeException | Error e) {
        fail(exchange, 500, "internal error: " + e.toString().replaceAll("\\R", " "));
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    if (method.equals("POST") && readers.containsKey(path)) {
      read(exchange, readers.get(path));
    } else if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      fail(exchange, 405, "only GET and HEAD");
    } else if (resources.containsKey(path)) {
      send(exchange, 200, resources.get(path));
    } else {
      fail(exchange, 404, "no such file");
    }
  }

  private static void read(HttpExchange exchange, Function<byte[], List<Reading>> reader)
      throws IOException {
    byte[] picture = exchange.getRequestBody().readNBytes(MAX_PICTURE + 1);
    if (picture.length > MAX_PICTURE) {
      fail(exchange, 413, "the picture: expected at most %s bytes".formatted(MAX_PICTURE));
      return;
    }
    try {
      send(exchange, 200, json(reader.apply(picture)));
    } catch (InvalidDataException e) {
      fail(exchange, 422, e.getMessage());
    } catch (InvalidModelException e) {
      fail(exchange, 500, e.getMessage());
    }
  }

  private static Resource json(Object value) {
    return new Resource("application/json", MAPPER.writeValueAsBytes(value));
  }

  private static void fail(HttpExchange exchange, int status, String message) throws IOException {
    byte[] content = (message + "\n").getBytes(StandardCharsets.UTF_8);
    send(exchange, status, new Resource("text/plain; charset=utf-8", content));
  }

  private static void send(HttpExchange exchange, int status, Resource resource)
      throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", resource.type());
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(status, head ? -1 : resource.content().length);
    if (!head) {
      exchange.getResponseBody().write(resource.content());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    closeModels();
  }

  void closeModels() {
    classifiers.values().forEach(Classifier::close);
  }
}
