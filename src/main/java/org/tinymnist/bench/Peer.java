package org.tinymnist.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A system to compare with, as {@code src/bench/peers.yaml} states it.
 *
 * @param system its name
 * @param environment what it is installed in
 * @param program that measures it
 * @param modes ways to run it
 * @param oneCore whether one core is of interest, too
 */
public record Peer(
    @JsonProperty(required = true) String system,
    @JsonProperty(required = true) String environment,
    @JsonProperty(required = true) String program,
    @JsonProperty(required = true) List<String> modes,
    @JsonProperty(value = "one_core", required = true) boolean oneCore) {

  /**
   * Reads all peers of a file.
   *
   * @throws IllegalArgumentException if it states them otherwise
   */
  public static List<Peer> readAll(Path file) throws IOException {
    try {
      return List.of(new YAMLMapper().readValue(Files.readString(file), Peer[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Installs it.
   *
   * @param script installs the environment whose name it is given
   * @param work a folder for its log; is made if need be
   * @return a row that says why it is not there, if so
   */
  public Optional<Row> install(Path script, Path work) throws IOException, InterruptedException {
    Path log = Files.createDirectories(work).resolve("install-" + environment);
    Process process =
        new ProcessBuilder(script.toString(), environment)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(log.toFile())
            .start();
    try {
      return process.waitFor() == 0
          ? Optional.empty()
          : Optional.of(
              new Row(system, "not installed: " + Fork.lastLine(log), "", Optional.empty()));
    } finally {
      process.destroy();
    }
  }

  /**
   * Returns all its ways.
   *
   * @param environments the folder of all environments
   * @param cores of the machine
   */
  public List<Contender> contenders(Path environments, int cores) {
    List<Contender> contenders = new ArrayList<>();
    if (oneCore || cores == 1) {
      add(contenders, environments, "one core", 1, 1);
    }
    if (cores > 1) {
      add(contenders, environments, "all cores", 1, cores);
      add(contenders, environments, "one process a core", cores, 1);
    }
    return contenders;
  }

  private void add(
      List<Contender> contenders, Path environments, String setting, int runs, int threads) {
    Path python = environments.resolve(environment).resolve("bin").resolve("python");
    for (String mode : modes) {
      contenders.add(
          new Contender(
              system,
              mode + ", " + setting,
              runs,
              threads,
              runs,
              List.of(python.toString(), program, mode, Integer.toString(threads)),
              false));
    }
  }
}
