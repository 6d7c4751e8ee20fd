package org.tinymnist;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.device.DeviceSelection.GpuUse;

/** TensorFlow as the program has it, whichever test is the first of a process to load it. */
public final class Preparation implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    // As the program does for a user without a home.
    if (System.getProperty("user.home").equals("?")) {
      System.setProperty("user.home", System.getProperty("java.io.tmpdir"));
    }
    DeviceSelection.load(GpuUse.OFF, false, false);
  }
}
