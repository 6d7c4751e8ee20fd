package org.tinymnist.train;

import java.util.Locale;
import java.util.Objects;

/**
 * PyTorch's {@code torch.optim.lr_scheduler.OneCycleLR} in its default form of two phases: the
 * learning rate climbs from {@code maxLr / divFactor} to {@code maxLr}, then falls to {@code maxLr
 * / divFactor / finalDivFactor} in the last step.
 *
 * <p>With {@code cycle_momentum=True}, PyTorch's default, the scheduler also overwrites the
 * optimizer's momentum: {@code SGD(lr=...)}, which says nothing of momentum, is then trained with
 * one of 0.95 to 0.85.
 *
 * @param maxLr {@code max_lr}, the peak learning rate; it replaces the one given to the optimizer
 * @param pctStart {@code pct_start}, the share of the steps in which the learning rate climbs
 * @param divFactor {@code div_factor}, peak over first learning rate
 * @param finalDivFactor {@code final_div_factor}, first over last learning rate
 * @param anneal {@code anneal_strategy}
 * @param momentum {@code cycle_momentum} and the values that go with it
 */
public record OneCycle(
    double maxLr,
    double pctStart,
    double divFactor,
    double finalDivFactor,
    Anneal anneal,
    Momentum momentum)
    implements Schedule {

  /** Range of the peak learning rate. */
  public static final Setting MAX_LR = Setting.openClosed("max_lr", 0, 100);

  /** Range of the climbing share. */
  public static final Setting PCT_START = Setting.open("pct_start", 0, 1);

  /** Range of the quotient of peak and first learning rate. */
  public static final Setting DIV_FACTOR = Setting.closed("div_factor", 1, 1e9);

  /** Range of the quotient of first and last learning rate. */
  public static final Setting FINAL_DIV_FACTOR = Setting.closed("final_div_factor", 1, 1e9);

  /** Checks the ranges. */
  public OneCycle {
    MAX_LR.check(maxLr);
    PCT_START.check(pctStart);
    DIV_FACTOR.check(divFactor);
    FINAL_DIV_FACTOR.check(finalDivFactor);
    Objects.requireNonNull(anneal, "anneal");
    Objects.requireNonNull(momentum, "momentum");
  }

  @Override
  public Rates at(long step, long totalSteps) {
    Setting.step(totalSteps).check(step);
    // Not a whole number in general, and below 0 in the shortest runs: these only fall.
    double peak = pctStart * totalSteps - 1;
    // Where the peak is step 0 there is no climb; PyTorch divides by zero there.
    if (step <= peak && peak > 0) {
      double progress = step / peak;
      return new Rates(
          anneal.between(firstLr(), maxLr, progress),
          anneal.between(momentum.max(), momentum.base(), progress));
    }
    double progress = (step - peak) / (totalSteps - 1 - peak);
    return new Rates(
        anneal.between(maxLr, lastLr(), progress),
        anneal.between(momentum.base(), momentum.max(), progress));
  }

  private double firstLr() {
    return maxLr / divFactor;
  }

  private double lastLr() {
    return firstLr() / finalDivFactor;
  }

  @Override
  public String describe() {
    return "OneCycleLR: learning rate %s -> %s (%s %% of the steps) -> %s, %s; momentum %s"
        .formatted(
            Decimal.text(firstLr()),
            Decimal.text(maxLr),
            Decimal.text(100 * pctStart),
            Decimal.text(lastLr()),
            anneal.name().toLowerCase(Locale.ROOT),
            momentum.describe());
  }

  /** How a value goes from start to end: PyTorch's {@code anneal_strategy}. */
  public enum Anneal {
    /** Half a cosine wave. */
    COS {
      @Override
      double between(double start, double end, double progress) {
        // StrictMath gives the same bits on every machine.
        return end + (start - end) / 2 * (1 + StrictMath.cos(Math.PI * progress));
      }
    },
    /** A straight line. */
    LINEAR {
      @Override
      double between(double start, double end, double progress) {
        return start + (end - start) * progress;
      }
    };

    abstract double between(double start, double end, double progress);
  }

  /** The momentum beside the learning rate: lowest, {@code base}, where that is highest. */
  public sealed interface Momentum {

    /** Returns the momentum at the peak of the learning rate. */
    double base();

    /** Returns the momentum in the first and the last step. */
    double max();

    /** Returns the momentum's course in words. */
    String describe();

    /**
     * {@code cycle_momentum=True}: falls from max to base while the learning rate climbs, and
     * returns.
     *
     * @param base {@code base_momentum}
     * @param max {@code max_momentum}
     */
    record Cycled(double base, double max) implements Momentum {

      /** Range of the momentum at the peak. */
      public static final Setting BASE_MOMENTUM = Setting.closedOpen("base_momentum", 0, 1);

      /** Checks the ranges. */
      public Cycled {
        BASE_MOMENTUM.check(base);
        maxMomentum(base).check(max);
      }

      /** Returns the range of the momentum in the first and the last step. */
      public static Setting maxMomentum(double base) {
        return Setting.closedOpen("max_momentum", base, 1);
      }

      @Override
      public String describe() {
        return "%s -> %s -> %1$s".formatted(Decimal.text(max), Decimal.text(base));
      }
    }

    /**
     * {@code cycle_momentum=False}: the optimizer's own momentum, the same in every step.
     *
     * @param value {@code SGD}'s {@code momentum}; 0 is plain gradient descent
     */
    record Fixed(double value) implements Momentum {

      /** Range of the momentum. */
      public static final Setting MOMENTUM = ConstantRate.MOMENTUM;

      /** Checks the range. */
      public Fixed {
        MOMENTUM.check(value);
      }

      @Override
      public double base() {
        return value;
      }

      @Override
      public double max() {
        return value;
      }

      @Override
      public String describe() {
        return Decimal.text(value);
      }
    }
  }
}
