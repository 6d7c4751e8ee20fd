package org.tinymnist.bench;

import java.util.List;
import java.util.Map;

/**
 * A way to train that is measured, each time in new processes.
 *
 * @param system what trains
 * @param variant what sets this way apart from the system's others
 * @param runs that are trained at once
 * @param threads of a run
 * @param processes that make the runs: one for all, or one for each
 * @param command the program and its arguments
 * @param environment variables that it gets beside this process's own
 * @param required whether nothing counts if this cannot be measured
 */
public record Contender(
    String system,
    String variant,
    int runs,
    int threads,
    int processes,
    List<String> command,
    Map<String, String> environment,
    boolean required) {

  /** Copies the command and the variables. */
  public Contender {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** For people. */
  String title() {
    return system + ", " + variant;
  }
}
