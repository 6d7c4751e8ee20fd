package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tinymnist.experiment.OneCycle.Anneal;

/** What holds of every schedule that is allowed, on schedules drawn from all that are. */
class OneCycleBoundsTest {

  private static final int SCHEDULES = 2_000;

  /** Relative, of a sum of a few doubles. */
  private static final double ROUNDING = 1e-15;

  @Test
  void neverLeavesItsBoundsNorJumps() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    OneCycle schedule = draw(random);
    long steps = Math.round(Math.pow(10, 5 * random.nextDouble()));
    double lowest = schedule.maxLr() / schedule.divFactor() / schedule.finalDivFactor();
    double base =
        schedule.cycleMomentum() ? schedule.baseMomentum().getAsDouble() : fixed(schedule);
    double max = schedule.cycleMomentum() ? schedule.maxMomentum().getAsDouble() : fixed(schedule);
    // The longest step of a phase is pi / 2 of the mean one where it follows a cosine; the one over
    // the peak is a part of both phases.
    double climb = schedule.pctStart() * steps - 1;
    double fall = steps - 1 - climb;
    double share = Math.PI / 2 * (1 / fall + (climb > 0 ? 1 / climb : 0));
    // Some thousand steps of a long run are enough.
    int stride = 1 + (int) (steps / 1000);
    for (long step = 0; step < steps; step += 1 + random.nextInt(stride)) {
      Rates rates = schedule.at(step, steps);
      assertBetween(rates.learningRate(), lowest, schedule.maxLr(), schedule.maxLr());
      assertBetween(rates.momentum(), base, max, 1);
      Rates before = schedule.at(Math.max(0, step - 1), steps);
      double jump = Math.abs(rates.learningRate() - before.learningRate());
      assertThat(jump).isLessThanOrEqualTo((share + ROUNDING) * schedule.maxLr());
      jump = Math.abs(rates.momentum() - before.momentum());
      assertThat(jump).isLessThanOrEqualTo(share * (max - base) + ROUNDING);
    }
    assertBetween(schedule.at(steps - 1, steps).learningRate(), lowest, lowest, schedule.maxLr());
  }

  private static OneCycle draw(Random random) {
    double base = random.nextDouble();
    double max = base + random.nextDouble() * (1 - base);
    boolean cycled = random.nextBoolean();
    // The ranges of experiment.schema.json.
    return new OneCycle(
        100 * Math.pow(10, -10 * random.nextDouble()),
        Math.max(Double.MIN_NORMAL, random.nextDouble()),
        Math.pow(1e9, random.nextDouble()),
        Math.pow(1e9, random.nextDouble()),
        Anneal.values()[random.nextInt(Anneal.values().length)],
        cycled,
        cycled ? OptionalDouble.of(base) : OptionalDouble.empty(),
        cycled ? OptionalDouble.of(max) : OptionalDouble.empty(),
        cycled ? OptionalDouble.empty() : OptionalDouble.of(base));
  }

  private static double fixed(OneCycle schedule) {
    return schedule.momentum().getAsDouble();
  }

  /** The ends themselves are a difference from the largest value, and rounded as that is. */
  private static void assertBetween(double value, double low, double high, double largest) {
    assertThat(value).isBetween(Math.max(0, low - ROUNDING * largest), high + ROUNDING * largest);
  }
}
