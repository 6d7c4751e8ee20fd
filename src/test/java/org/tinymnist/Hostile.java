package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

/** What a reader may do with a hostile file: take it, or refuse it in one line. */
public final class Hostile {

  private Hostile() {}

  @FunctionalInterface
  public interface Reader {
    void read() throws Exception;
  }

  /**
   * Lets a reader read, and fails unless it ends well or refuses the file as it says it does.
   *
   * @param refusal the only exception allowed
   */
  public static void readOrRefuse(Class<? extends Exception> refusal, Reader reader)
      throws Exception {
    try {
      reader.read();
    } catch (Exception e) {
      if (!refusal.isInstance(e)) {
        throw e;
      }
      assertThat(e.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}]");
    }
  }
}
