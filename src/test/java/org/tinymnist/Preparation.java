package org.tinymnist;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.tinymnist.device.GpuUse;
import org.tinymnist.device.NativeLibrary;

/** TensorFlow as the program has it, whichever test is the first of a process to load it. */
public final class Preparation implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    NativeLibrary.load(GpuUse.OFF, false, false);
  }
}
