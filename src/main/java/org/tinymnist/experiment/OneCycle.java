package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * PyTorch's {@code torch.optim.lr_scheduler.OneCycleLR} with two phases, the default: the learning
 * rate rises from {@code maxLr / divFactor} to {@code maxLr}, then falls to {@code maxLr /
 * divFactor / finalDivFactor} in the last step.
 *
 * <p>With {@code cycle_momentum=True}, PyTorch's default, the scheduler also overwrites the
 * optimizer's momentum, which falls from max to base while the learning rate rises, then returns.
 * So {@code SGD(lr=...)}, without a momentum, is trained with one between 0.85 and 0.95.
 *
 * <p>The components are PyTorch's arguments, in Java's spelling; {@code momentum} is {@code SGD}'s,
 * given only if it is not cycled.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OneCycle(
    double maxLr,
    double pctStart,
    double divFactor,
    double finalDivFactor,
    Anneal anneal,
    boolean cycleMomentum,
    OptionalDouble baseMomentum,
    OptionalDouble maxMomentum,
    OptionalDouble momentum)
    implements Schedule {

  private static final String PATH = "schedule.one_cycle.";

  /** Shape of the rise and the fall: PyTorch's {@code anneal_strategy}. */
  public enum Anneal {
    @JsonProperty("cos")
    COS,
    @JsonProperty("linear")
    LINEAR;

    private double between(double start, double end, double progress) {
      // StrictMath gives the same bits on every machine.
      return this == LINEAR
          ? start + (end - start) * progress
          : end + (start - end) / 2 * (1 + StrictMath.cos(Math.PI * progress));
    }
  }

  /** Rejects a momentum that is missing or unused, or a maximum below the base. */
  public OneCycle {
    Objects.requireNonNull(anneal, "anneal");
    String why = "with cycle_momentum: " + cycleMomentum;
    check("base_momentum", baseMomentum, cycleMomentum, why);
    check("max_momentum", maxMomentum, cycleMomentum, why);
    check("momentum", momentum, !cycleMomentum, why);
    if (cycleMomentum && maxMomentum.getAsDouble() < baseMomentum.getAsDouble()) {
      throw new InvalidExperimentException(
          PATH + "max_momentum",
          "%s, expected at least base_momentum, %s"
              .formatted(maxMomentum.getAsDouble(), baseMomentum.getAsDouble()));
    }
  }

  private static void check(String key, OptionalDouble value, boolean expected, String why) {
    if (value.isPresent() != expected) {
      throw new InvalidExperimentException(
          PATH + key, expected ? "missing, expected a number " + why : "expected none " + why);
    }
  }

  @Override
  public Rates at(long step, long totalSteps) {
    Objects.checkIndex(step, totalSteps);
    double firstLr = maxLr / divFactor;
    double lastLr = firstLr / finalDivFactor;
    double highMomentum = cycleMomentum ? maxMomentum.getAsDouble() : momentum.getAsDouble();
    double lowMomentum = cycleMomentum ? baseMomentum.getAsDouble() : momentum.getAsDouble();
    // Usually not an integer. Negative in the shortest runs, whose learning rate only falls.
    double peak = pctStart * totalSteps - 1;
    // With the peak at step 0, the learning rate only falls; PyTorch divides by zero.
    if (step <= peak && peak > 0) {
      double progress = step / peak;
      return new Rates(
          anneal.between(firstLr, maxLr, progress),
          anneal.between(highMomentum, lowMomentum, progress));
    }
    double progress = (step - peak) / (totalSteps - 1 - peak);
    return new Rates(
        anneal.between(maxLr, lastLr, progress),
        anneal.between(lowMomentum, highMomentum, progress));
  }
}
