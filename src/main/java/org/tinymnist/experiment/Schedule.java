package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Learning rate and momentum as a pure function of the step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = OneCycle.class, name = "one_cycle"),
  @JsonSubTypes.Type(value = ConstantSchedule.class, name = "constant")
})
public sealed interface Schedule permits ConstantSchedule, OneCycle {

  /**
   * Returns the learning rate and momentum of a step.
   *
   * @param step counted from 0 over the whole run
   * @throws IndexOutOfBoundsException if the step is not in [0, totalSteps - 1]
   */
  Rates at(long step, long totalSteps);
}
