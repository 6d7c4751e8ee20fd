package org.tinymnist.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the IDX files of a data set, whose names differ only in {@code train-images} and so on, in
 * a folder and its subfolders. The files share a folder, or each is in a subfolder with its name.
 */
final class IdxSearch extends SimpleFileVisitor<Path> {

  /** Prefix, half, content, separator and suffix. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(|[^.].*-)(train|t10k|test)-(images|labels)([-.])idx\\d-(?:ubyte|int)(|\\.gz)");

  /** The common parts of a set's file names, with the prefix of the test files. */
  private record Form(Path folder, String prefix, String test, String separator, String suffix) {

    String name(String part) {
      String kind = part.endsWith("images") ? "idx3" : "idx1";
      return prefix + part.replace("t10k", test) + separator + kind + "-ubyte" + suffix;
    }
  }

  private final Map<Form, Map<String, Path>> sets =
      new TreeMap<>(Comparator.comparing(form -> form.folder + "/" + form.name("t10k")));

  private final List<String> files = new ArrayList<>();

  private IdxSearch() {}

  /**
   * Returns the data set in a folder or of a file: files by part, such as {@code train-images}, in
   * two maps if the set exists both compressed and raw.
   *
   * @throws InvalidDataException if there is no complete set, or more than one
   */
  static List<Map<String, Path>> find(Path place, List<String> parts) {
    boolean file = Files.isRegularFile(place);
    if (file && !NAME.matcher(place.getFileName().toString()).matches()) {
      throw new InvalidDataException(
          place + ": expected a folder with four IDX files, or one of the files");
    }
    if (!file && !Files.isDirectory(place)) {
      throw new InvalidDataException(place + ": no such folder, expected a folder with IDX files");
    }
    IdxSearch search = new IdxSearch();
    try {
      Path folder = file ? folderOf(place) : place;
      Files.newDirectoryStream(folder).close();
      // Torchvision's files are in MNIST/raw/.
      Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), 3, search);
      if (file) {
        Path real = place.toRealPath(LinkOption.NOFOLLOW_LINKS);
        search.sets.values().removeIf(set -> !set.containsValue(real));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return search.complete(place, parts);
  }

  private List<Map<String, Path>> complete(Path place, List<String> parts) {
    List<Form> complete =
        sets.keySet().stream().filter(form -> sets.get(form).keySet().containsAll(parts)).toList();
    if (complete.isEmpty()) {
      throw missing(place, parts);
    }
    if (complete.stream().map(form -> form.folder + "/" + form.prefix).distinct().count() > 1) {
      Stream<Path> first = complete.stream().map(form -> sets.get(form).get(parts.get(0)));
      throw new InvalidDataException(
          place + ": several data sets; pass one file of the set instead: " + joined(first));
    }
    return complete.stream().map(sets::get).toList();
  }

  /** The message names the first missing file of the most complete set. */
  private InvalidDataException missing(Path place, List<String> parts) {
    Form most =
        sets.keySet().stream()
            .max(Comparator.comparingInt(form -> sets.get(form).size()))
            .orElse(new Form(place, "", "t10k", "-", ""));
    Set<String> found = sets.getOrDefault(most, Map.of()).keySet();
    String part = parts.stream().filter(each -> !found.contains(each)).findFirst().orElseThrow();
    String there = files.isEmpty() ? "no file" : joined(files.stream().sorted().limit(8));
    return new InvalidDataException(
        "%s: no file %s, expected the files of one set: the same prefix, all .gz or none; found %s"
            .formatted(place, most.name(part), there));
  }

  private static String joined(Stream<?> files) {
    return files.map(Object::toString).collect(Collectors.joining(", "));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String name = file.getFileName().toString();
    files.add(name);
    Matcher matcher = NAME.matcher(name);
    if (attributes.isRegularFile() && matcher.matches()) {
      String half = matcher.group(2).toLowerCase(Locale.ROOT);
      String content = matcher.group(3).toLowerCase(Locale.ROOT);
      boolean train = half.equals("train");
      String part = (train ? "train-" : "t10k-") + content;
      // Training files match test files with either prefix.
      for (String test : train ? List.of("t10k", "test") : List.of(half)) {
        Form form =
            new Form(folderOf(file), matcher.group(1), test, matcher.group(4), matcher.group(5));
        Path other = sets.computeIfAbsent(form, key -> new TreeMap<>()).put(part, file);
        if (other != null && !Files.isSameFile(other, file)) {
          throw new InvalidDataException(
              "%s: duplicates %s, expected one file for each part of a data set"
                  .formatted(file, other));
        }
      }
    }
    return FileVisitResult.CONTINUE;
  }

  /** Unreadable files do not belong to the data set. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }

  /** Returns the common folder of a set: some archives have a subfolder per file. */
  private static Path folderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    boolean own = folder.endsWith(file.getFileName().toString().replaceFirst("(?i)\\.gz$", ""));
    return (own ? folder.getParent() : folder).toRealPath();
  }
}
