package org.tinymnist.train;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What makes a training step fast on TensorFlow's CPU kernels, and changes nothing of what it
 * computes but the rounding. Each can be left out, to measure what it gains.
 */
public enum Speedup {

  /** Channels are padded with zeros to what oneDNN's BatchNorm has vector code for. */
  PADDED_CHANNELS,

  /** A ReLU before a maximum is computed after it, on a quarter of the values. */
  LATE_RELU,

  /** The maximum is {@code MaxPool}, which oneDNN has a kernel for, not {@code MaxPoolV2}. */
  ONEDNN_POOLING;

  /** All of them. */
  public static final Set<Speedup> ALL = Set.copyOf(EnumSet.allOf(Speedup.class));

  /** Returns all but one. */
  public static Set<Speedup> without(Speedup one) {
    return EnumSet.complementOf(EnumSet.of(one));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
