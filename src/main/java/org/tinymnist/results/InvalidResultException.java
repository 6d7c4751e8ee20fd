package org.tinymnist.results;

/** A file of a run is missing or invalid. The message is one line. */
public final class InvalidResultException extends RuntimeException {

  InvalidResultException(String file, String problem) {
    super("%s: %s".formatted(file, problem.replaceAll("\\p{Cntrl}+", " ")));
  }
}
