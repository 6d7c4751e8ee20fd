package org.tinymnist.experiment;

/** A piece of a file as it goes into a message. */
final class Excerpt {
  private static final int MAX_LENGTH = 60;

  private Excerpt() {}

  /** On one line, at most 60 characters, none of which controls a terminal. */
  static String of(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }
}
