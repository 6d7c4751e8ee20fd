package org.tinymnist.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One-line messages for exceptions. */
final class Failure {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f]");

  /** The JDK's message for these exceptions is only a path. */
  private static final Map<Class<?>, String> REASONS =
      Map.of(
          NoSuchFileException.class, "no such file or folder",
          AccessDeniedException.class, "permission denied",
          FileAlreadyExistsException.class, "exists and is not a folder",
          DirectoryNotEmptyException.class, "folder is not empty");

  private Failure() {}

  static String describe(Throwable e) {
    return printable(text(e));
  }

  /** Escapes control characters, which a terminal would execute. */
  static String printable(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  private static String text(Throwable e) {
    if (e instanceof UncheckedIOException unchecked) {
      return text(unchecked.getCause());
    }
    if (e instanceof FileSystemException file) {
      String known = REASONS.getOrDefault(e.getClass(), e.getClass().getSimpleName());
      return file.getFile() + ": " + Objects.requireNonNullElse(file.getReason(), known);
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory: " + message(e) + "; start java with a larger -Xmx, or run fewer jobs";
    }
    if (e instanceof LinkageError) {
      return "cannot load a part of the program: %s; check for missing files and ulimit -n"
          .formatted(message(e));
    }
    return message(e);
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
