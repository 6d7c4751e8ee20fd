package org.tinymnist.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Contenders are shell scripts here, which say what they are told to. */
@DisabledOnOs(OS.WINDOWS)
class BenchmarkTest {

  private static final String SAMPLE =
      "{\"version\": \"2.0\", \"first_step_at\": 4e9, \"block_ms\": [%s], \"peak_mb\": 100}";

  @TempDir Path folder;

  @Test
  void takesTheMiddleOfAllRoundsAndTheSpread() throws Exception {
    Contender fast = says("fast", 1, SAMPLE.formatted("1, 2, 9"));
    Contender slow = says("slow", 1, SAMPLE.formatted("30"));
    List<String> heard = new ArrayList<>();
    List<Row> rows =
        new Benchmark(folder).measure(List.of(fast, slow, fast), 2, line -> heard.add(line));
    assertThat(heard)
        .containsExactly(
            "System, fast: 2.00 ms a step",
            "System, slow: 30.00 ms a step",
            "System, fast: 2.00 ms a step",
            "System, fast: 2.00 ms a step",
            "System, slow: 30.00 ms a step",
            "System, fast: 2.00 ms a step");
    assertThat(rows).extracting(Row::variant).containsExactly("fast", "slow");
    Row.Measurement measured = rows.get(0).measurement().orElseThrow();
    assertThat(measured.step()).isEqualTo(new Quartiles(1, 2, 9));
    assertThat(measured.latencyMs()).isEmpty();
  }

  @Test
  void putsQuartilesBetweenMeasurements() {
    // As numpy.percentile does.
    assertThat(Quartiles.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
  }

  @Test
  void addsUpProcessesThatMeasureAtTheSameTime() throws Exception {
    // Each goes on only when the other one is ready, too: a file for each process.
    Contender two =
        runs(
            "two",
            2,
            "touch %1$s/$$; echo ready; read line; [ $(ls %1$s | wc -l) = 2 ] && echo '%2$s'"
                .formatted(
                    Files.createDirectory(folder.resolve("ready")), SAMPLE.formatted("30, 30")));
    List<Row> rows = new Benchmark(folder).measure(List.of(two), 1, line -> {});
    Row.Measurement measured = rows.get(0).measurement().orElseThrow();
    assertThat(measured.step().median()).isEqualTo(30);
    assertThat(measured.effectiveStep().median()).isEqualTo(15);
    assertThat(measured.peakMb()).hasValue(200);
  }

  @Test
  void saysWhyAContenderFailed() throws Exception {
    Contender broken = runs("broken", 1, "echo cannot compile >&2; exit 1");
    Contender silent = says("silent", 1, "{}");
    List<Row> rows = new Benchmark(folder).measure(List.of(broken, silent), 2, line -> {});
    assertThat(rows.get(0).version()).isEqualTo("failed: cannot compile");
    assertThat(rows.get(1).version())
        .startsWith("failed: '{}' is no measurement: Missing required creator property");
    assertThat(rows).allMatch(row -> row.measurement().isEmpty());
  }

  @Test
  void givesUpWithoutARequiredOne() throws Exception {
    Contender contender =
        new Contender(
            "System",
            "1 run",
            1,
            1,
            1,
            List.of("sh", "-c", "echo out of memory >&2; exit 1"),
            true);
    assertThatThrownBy(() -> new Benchmark(folder).measure(List.of(contender), 1, line -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("System, 1 run: out of memory");
  }

  @Test
  void writesARowForWhatWasMeasuredAndWhatWasNot() throws Exception {
    Peer peer = new Peer("Keras", "keras", "fit.py", List.of("fast"), false);
    Path script = script("install", "[ $1 = keras ] && echo no wheel >&2; exit 1");
    Row missing = peer.install(script, folder).orElseThrow();
    Contender fast = says("fast", 1, SAMPLE.formatted("10"));
    List<Row> rows = new ArrayList<>(new Benchmark(folder).measure(List.of(fast), 1, line -> {}));
    rows.add(missing);
    Path file = folder.resolve("bench.csv");
    BenchFile.write(file, rows, 128, 469, "M, 2 cores");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1))
        .startsWith("System,2.0,fast,10,10,12800,100,1,1,10,10,,,")
        .endsWith(",,\"M, 2 cores\"");
    assertThat(lines.get(2)).isEqualTo("Keras,not installed: no wheel,,,,,,,,,,,,,,\"M, 2 cores\"");
  }

  @Test
  void readsThePeersOfTheProject() throws IOException {
    List<Peer> peers = Peer.readAll(Path.of("src", "bench", "peers.yaml"));
    assertThat(peers).extracting(Peer::system).containsExactly("PyTorch", "Keras");
    for (Peer peer : peers) {
      assertThat(Path.of(peer.program())).isRegularFile();
      assertThat(Path.of("src", "bench", "requirements", peer.environment() + ".txt")).exists();
      assertThat(peer.contenders(Path.of("target"), 4))
          .extracting(Contender::runs, Contender::threads, Contender::processes)
          .contains(tuple(1, 4, 1), tuple(4, 1, 4));
    }
    Path broken = Files.writeString(folder.resolve("peers.yaml"), "- system: PyTorch\n");
    assertThatThrownBy(() -> Peer.readAll(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(broken + ": Missing required creator property 'environment'");
  }

  private Contender says(String variant, int processes, String line) {
    return runs(variant, processes, "echo '" + line + "'");
  }

  private Contender runs(String variant, int processes, String script) {
    return new Contender(
        "System", variant, processes, 1, processes, List.of("sh", "-c", script), false);
  }

  private Path script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + ": cannot be made executable");
    }
    return file;
  }
}
