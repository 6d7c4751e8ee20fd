package org.tinymnist.bench;

import java.util.List;

/**
 * A way to train that is measured, each time in new processes.
 *
 * @param system what trains
 * @param variant what sets this way apart from the system's others
 * @param runs that are trained at once
 * @param threads of a run
 * @param processes that make the runs: one for all, or one for each
 * @param command the program and its arguments
 * @param required whether nothing counts if this cannot be measured
 */
public record Contender(
    String system,
    String variant,
    int runs,
    int threads,
    int processes,
    List<String> command,
    boolean required) {

  /** Copies the command. */
  public Contender {
    command = List.copyOf(command);
  }

  /** For people. */
  String title() {
    return system + ", " + variant;
  }
}
