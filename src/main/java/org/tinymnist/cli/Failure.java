package org.tinymnist.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One-line messages for exceptions. */
final class Failure {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f]");

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
      return text(file);
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory: " + message(e) + "; start java with a larger -Xmx, or run fewer jobs";
    }
    if (e instanceof LinkageError) {
      return "cannot load a part of the program: %s; check that no file is missing, and ulimit -n"
          .formatted(message(e));
    }
    return message(e);
  }

  /** The JDK's message for these exceptions is only a path. */
  private static String text(FileSystemException e) {
    String reason = e.getReason();
    if (reason == null) {
      if (e instanceof NoSuchFileException) {
        reason = "no such file or folder";
      } else if (e instanceof AccessDeniedException) {
        reason = "permission denied";
      } else if (e instanceof FileAlreadyExistsException) {
        reason = "exists and is not a folder";
      } else if (e instanceof DirectoryNotEmptyException) {
        reason = "folder is not empty";
      } else {
        reason = e.getClass().getSimpleName();
      }
    }
    return e.getFile() + ": " + reason;
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName();
    }
    return message.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
