package org.tinymnist.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.picture.DigitImage.Box;

/** Reads pictures in order, in parallel and a few in advance. */
final class PictureQueue implements AutoCloseable {

  /** Bytes needed to read a large picture. */
  private static final long MEMORY = 512L << 20;

  private final Iterator<Supplier<Picture>> pictures;
  private final Deque<CompletableFuture<Picture>> ahead = new ArrayDeque<>();
  private final ExecutorService threads;
  private final int most;

  /**
   * A picture that was read, or the reason why not.
   *
   * @param digits from left to right
   * @param failure one line, or null
   */
  record Picture(String name, List<DigitImage> digits, String failure) {

    static Picture failed(String name, String failure) {
      return new Picture(name, List.of(), failure);
    }

    /** Returns whether two digits overlap, as pieces of one digit do. */
    boolean mayBeOneDigit() {
      List<Box> boxes = digits.stream().map(DigitImage::box).toList();
      return boxes.stream().anyMatch(a -> boxes.stream().anyMatch(b -> a != b && overlap(a, b)));
    }

    /** Returns whether the boxes share at least half of the first one's columns. */
    private static boolean overlap(Box box, Box other) {
      int left = Math.max(box.left(), other.left());
      int right = Math.min(box.left() + box.width(), other.left() + other.width());
      return 2 * (right - left) >= box.width();
    }
  }

  PictureQueue(List<Supplier<Picture>> pictures) {
    this.pictures = pictures.iterator();
    Runtime runtime = Runtime.getRuntime();
    long fit = Math.max(1, runtime.maxMemory() / MEMORY);
    int count = (int) Math.min(fit, runtime.availableProcessors());
    most = 2 * count;
    threads = Executors.newFixedThreadPool(count);
  }

  Picture next() {
    while (ahead.size() < most && pictures.hasNext()) {
      ahead.add(CompletableFuture.supplyAsync(pictures.next(), threads));
    }
    return ahead.remove().join();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
