package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedTest {

  private static final String HEADER =
      "system,version,variant,ms_per_step,effective_ms_per_step,images_per_second,peak_mb,runs,"
          + "threads,effective_ms_low,effective_ms_high,seconds_per_epoch,evaluation_seconds,"
          + "first_step_seconds,latency_ms,machine\n";
  private static final String OURS =
      "Tiny MNIST,1.0,1 run,20,20,6400,750,1,1,19.5,20.25,9.88,0.5,1.75,0.25,M\n"
          + "Tiny MNIST,1.0,2 runs at once,25,12.5,10240,850.4,2,1,12.25,13,12.2,0.5,2,0.25,M\n";
  private static final String PEERS =
      "PyTorch,2.0,\"eager, one core\",50,50,2560,500,1,1,49,51,,,3,,M\n"
          + "PyTorch,2.0,\"compiled, one core\",45,45,2844,500,1,1,44,46,,,3,,M\n"
          + "PyTorch,2.0,\"eager, all cores\",25,25,5120,500,1,2,24,26,,,3,,M\n"
          + "Keras,not installed: no wheel,,,,,,,,,,,,,,M\n";

  @TempDir private Path results;

  @Test
  void saysNothingWithoutTheFile() {
    assertThat(Speed.read(results).write()).isEmpty();
  }

  @Test
  void showsEachWay() throws IOException {
    assertThat(write(OURS + PEERS))
        .contains("| Tiny MNIST | 1 run | 20.0 ms | 20.0 ms (19.5 to 20.3) | 6,400 | 750 MB |")
        .contains("| Tiny MNIST | 2 runs at once | 25.0 ms | 12.5 ms (12.3 to 13.0) | 10,240 |")
        .contains("| 1 run | 9.88 s | 0.500 s | 1.75 s | 0.250 ms |")
        .contains("on M, with Tiny MNIST 1.0; PyTorch 2.0.");
  }

  @Test
  void comparesTheFastestWayOfEachSystem() throws IOException {
    assertThat(write(OURS + PEERS))
        .contains(
            "* One run on one core: 20.0 ms a step."
                + " PyTorch at its best (compiled, one core): 45.0 ms, **2.25 times** as long.")
        .contains(
            "* All cores: 12.5 ms a step."
                + " PyTorch at its best (eager, all cores): 25.0 ms, **2.00 times** as long.")
        .contains("* 2 runs at once do 1.60 times the work of one run in the same time.");
  }

  @Test
  void comparesBfloat16WithNobody() throws IOException {
    assertThat(write(OURS + "Tiny MNIST,1.0,\"1 run, bfloat16\",10,10,12800,750,1,1,9,11,,,2,,M\n"))
        .contains("| Tiny MNIST | 1 run, bfloat16 | 10.0 ms |")
        .contains("* One run on one core: 20.0 ms a step.");
  }

  @Test
  void showsWhatEachSpeedupIsWorth() throws IOException {
    String alone = "Tiny MNIST,1.0,steps alone,16,16,8000,,1,1,15,17,,,2,,M\n";
    String without =
        "Tiny MNIST,1.0,\"steps alone, without late-relu\",20,20,6400,,1,1,19,21,,,2,,M\n";

    assertThat(write(OURS + alone + without))
        .contains("| nothing | 16.0 ms | 1.00 |")
        .contains("| `late-relu` | 20.0 ms | 1.25 |")
        .contains("* One run on one core: 20.0 ms a step.")
        .doesNotContain("| Tiny MNIST | steps alone");
    assertThat(write(OURS)).doesNotContain("each left out in turn");
  }

  @Test
  void saysThatASystemCouldNotBeInstalled() throws IOException {
    assertThat(write(OURS + PEERS))
        .contains("| Keras | not installed: no wheel | – | – | – | – |")
        .doesNotContain("Keras at its best");
  }

  @Test
  void comparesNothingWithNobody() throws IOException {
    assertThat(write(OURS)).doesNotContain("at its best");
    assertThat(write(PEERS)).doesNotContain("All cores:").doesNotContain("NaN");
  }

  @Test
  void showsNoNumberOfABrokenFile() throws IOException {
    assertThat(write(OURS + "PyTorch,2.0\n"))
        .contains("Left out: bench.csv: line 4 has other columns")
        .doesNotContain("750");
    assertThat(write(OURS.replace("1 run,20,20", "1 run,20,0")))
        .contains("Left out: bench.csv: effective\\_ms\\_per\\_step: 0, expected a number above 0");
    Files.writeString(results.resolve(Speed.FILE), "<<<<<<< HEAD\n" + HEADER);
    assertThat(Speed.read(results).write()).contains("Left out: bench.csv: columns");
  }

  private String write(String rows) throws IOException {
    Files.writeString(results.resolve(Speed.FILE), HEADER + rows);
    return Speed.read(results).write();
  }
}
