package org.tinymnist.device;

import java.nio.file.Path;
import java.util.List;

/**
 * What TensorFlow's operations are to run on.
 *
 * @param use what is asked for
 * @param deterministic whether a GPU is to give the same bits each time; an operation that cannot
 *     fails
 * @param cudaLibraries folders that are searched first for CUDA's libraries, with their subfolders
 * @param linkNewerCuda whether newer CUDA libraries stand in for those that are missing
 */
public record DeviceRequest(
    GpuUse use, boolean deterministic, List<Path> cudaLibraries, boolean linkNewerCuda) {

  /** The processor, whatever there is. */
  public static final DeviceRequest CPU = new DeviceRequest(GpuUse.OFF, false, List.of(), false);
}
