package org.tinymnist;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tinymnist.model.Network;

/** The network with zeros for weights. */
public final class ZeroModel {

  private ZeroModel() {}

  /** Returns one array a weight. */
  public static Map<String, float[]> weights() {
    Map<String, float[]> zeros = new LinkedHashMap<>();
    Network.weights().forEach(weight -> zeros.put(weight.name(), new float[weight.size()]));
    return zeros;
  }
}
