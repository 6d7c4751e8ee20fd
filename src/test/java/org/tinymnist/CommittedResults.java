package org.tinymnist;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The results that README speaks of: those of the repository, not those of somebody's own runs. */
final class CommittedResults {

  private CommittedResults() {}

  /** Ends a test as skipped where {@code results/} is not as it was committed, or nobody knows. */
  static void assume() throws InterruptedException {
    assumeThat(changes()).as("changes of results/, which README does not speak of").isEmpty();
  }

  private static String changes() throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "status", "--porcelain", "results")
              .redirectErrorStream(true)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? said : "git: " + said;
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
