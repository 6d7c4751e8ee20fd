package org.tinymnist.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tinymnist.picture.DigitImage;

/** Reads pictures on all cores, a few ahead of the one that is asked for, and keeps their order. */
final class PictureQueue implements AutoCloseable {

  /** Bytes that a large picture takes while it is read. */
  private static final long MEMORY = 512L << 20;

  private final Iterator<Callable<Picture>> pictures;
  private final Deque<Future<Picture>> ahead = new ArrayDeque<>();
  private final ExecutorService threads;
  private final int most;

  /**
   * A picture that was read.
   *
   * @param digits from left to right
   * @param failure why there are none, in one line, or null
   */
  record Picture(String name, List<DigitImage> digits, String failure) {

    static Picture failed(String name, String failure) {
      return new Picture(name, List.of(), failure);
    }

    /** Returns whether its digits may be pieces of one: side by side, digits do not overlap. */
    boolean mayBeOneDigit() {
      return digits.stream()
          .map(DigitImage::box)
          .anyMatch(
              box ->
                  digits.stream()
                      .map(DigitImage::box)
                      .anyMatch(other -> other != box && overlap(box, other)));
    }

    /** Returns whether half of the first one's columns or more are the other's, too. */
    private static boolean overlap(DigitImage.Box box, DigitImage.Box other) {
      int left = Math.max(box.left(), other.left());
      int right = Math.min(box.left() + box.width(), other.left() + other.width());
      return 2 * (right - left) >= box.width();
    }
  }

  PictureQueue(List<Callable<Picture>> pictures) {
    this.pictures = pictures.iterator();
    Runtime runtime = Runtime.getRuntime();
    long fit = Math.max(1, runtime.maxMemory() / MEMORY);
    int count = (int) Math.min(fit, runtime.availableProcessors());
    most = 2 * count;
    threads = Executors.newFixedThreadPool(count);
  }

  /** Returns the next picture, as soon as it is read. */
  Picture next() throws InterruptedException {
    while (ahead.size() < most && pictures.hasNext()) {
      ahead.add(threads.submit(pictures.next()));
    }
    try {
      return ahead.remove().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
