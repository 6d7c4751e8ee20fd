package org.tinymnist.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.tinymnist.data.DigitImages;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.model.InvalidModelException;
import org.tinymnist.model.TfjsModel;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the demo page and its models, to this machine only. A request path is looked up among the
 * paths that there are, and never becomes the name of a file.
 */
public final class DemoServer implements AutoCloseable {

  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String JSON = "application/json";

  /** Where to find each file of the page, and its media type. */
  private static final Map<String, String> PAGE =
      Map.of(
          "index.html", HTML,
          "style.css", "text/css; charset=utf-8",
          "app.js", SCRIPT,
          "digit.js", SCRIPT,
          "icon.svg", "image/svg+xml",
          "tensorflow/tf-core.es2017.min.js", SCRIPT,
          "tensorflow/tf-converter.es2017.min.js", SCRIPT,
          "tensorflow/tf-backend-cpu.es2017.min.js", SCRIPT);

  /** The page may load its own files, and nothing from elsewhere. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String PICTURE = "/picture";
  private static final int MAX_PICTURE = 100_000_000;
  private static final JsonMapper MAPPER = new JsonMapper();

  private interface Content {
    byte[] bytes() throws IOException;
  }

  private record Resource(String type, Content content) {}

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Resource> resources;

  private DemoServer(HttpServer server, ExecutorService threads, List<DemoModel> models)
      throws IOException {
    this.server = server;
    this.threads = threads;
    this.resources = resources(models);
  }

  /**
   * Starts a server.
   *
   * @param port of the loopback interface; 0 for any that is free
   * @param models what the page offers, in this order
   * @throws IOException if the port cannot be had; the message is one line
   */
  public static DemoServer start(int port, List<DemoModel> models) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new IOException(
          "port %d: %s; choose another with --port".formatted(port, e.getMessage()), e);
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    DemoServer demo = new DemoServer(server, threads, models);
    server.setExecutor(threads);
    server.createContext("/", demo::answer);
    server.start();
    return demo;
  }

  /** The page's address. */
  public String url() {
    return "http://localhost:%d/".formatted(server.getAddress().getPort());
  }

  private static Map<String, Resource> resources(List<DemoModel> models) throws IOException {
    Map<String, Resource> resources = new HashMap<>();
    PAGE.forEach(
        (file, type) -> resources.put("/" + file, new Resource(type, () -> ofClassPath(file))));
    resources.put("/", resources.get("/index.html"));
    byte[] list = DemoModel.json(models);
    resources.put("/models.json", new Resource(JSON, () -> list));
    for (DemoModel model : models) {
      String folder = "/" + model.path() + "/";
      resources.put(
          folder + TfjsModel.MODEL_FILE, new Resource(JSON, () -> model.converted().topology()));
      resources.put(
          folder + TfjsModel.WEIGHTS_FILE,
          new Resource("application/octet-stream", () -> model.converted().weights()));
    }
    return resources;
  }

  private static byte[] ofClassPath(String file) throws IOException {
    try (var stream = DemoServer.class.getResourceAsStream("/demo/" + file)) {
      return stream.readAllBytes();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      boolean post = exchange.getRequestMethod().equals("POST");
      if (post && exchange.getRequestURI().getPath().equals(PICTURE)) {
        readPicture(exchange);
        return;
      }
      if (!head && !exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        fail(exchange, 405, "only GET and HEAD");
        return;
      }
      Resource resource = resources.get(exchange.getRequestURI().getPath());
      if (resource == null) {
        fail(exchange, 404, "no such file");
        return;
      }
      byte[] content;
      try {
        content = resource.content().bytes();
      } catch (InvalidModelException e) {
        fail(exchange, 500, e.getMessage());
        return;
      }
      send(exchange, 200, resource.type(), content, head);
    }
  }

  /** Answers a picture with its digits: box and 28x28 intensities of each, from left to right. */
  private static void readPicture(HttpExchange exchange) throws IOException {
    byte[] picture = exchange.getRequestBody().readNBytes(MAX_PICTURE + 1);
    if (picture.length > MAX_PICTURE) {
      fail(exchange, 413, "the picture: expected at most %d bytes".formatted(MAX_PICTURE));
      return;
    }
    try {
      byte[] digits = MAPPER.writeValueAsBytes(DigitImages.read("the picture", picture));
      send(exchange, 200, JSON, digits, false);
    } catch (InvalidDataException e) {
      fail(exchange, 422, e.getMessage());
    }
  }

  private static void fail(HttpExchange exchange, int status, String message) throws IOException {
    byte[] content = (message + "\n").getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    send(exchange, status, "text/plain; charset=utf-8", content, head);
  }

  private static void send(
      HttpExchange exchange, int status, String type, byte[] content, boolean head)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(status, head ? -1 : content.length);
    if (!head) {
      exchange.getResponseBody().write(content);
    }
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
