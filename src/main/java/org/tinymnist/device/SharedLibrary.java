package org.tinymnist.device;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;

/**
 * A shared library in this process, on Linux. One that is loaded is found again by its soname,
 * without its path: by TensorFlow's own {@code dlopen} too. JNA's {@code NativeLibrary} would close
 * it with the last reference.
 */
final class SharedLibrary {

  private static final int RTLD_LAZY = 1;
  private static final int RTLD_NOLOAD = 4;
  private static final int RTLD_DI_LINKMAP = 2;

  private final Pointer handle;

  private SharedLibrary(Pointer handle) {
    this.handle = handle;
  }

  /**
   * Loads a library.
   *
   * @param name a soname, searched for where the system's loader does, or an absolute path
   * @throws UnsatisfiedLinkError with the loader's own reason
   */
  static SharedLibrary open(String name) {
    // The reason is gone with the thread's next use of the loader, which JNA and the JVM make too:
    // it is copied at once, by functions that are looked up beforehand.
    Function open = c("dlopen");
    Function error = c("dlerror");
    Function copy = c("strdup");
    Pointer handle = open.invokePointer(new Object[] {name, RTLD_LAZY});
    if (handle == null) {
      Pointer reason = copy.invokePointer(new Object[] {error.invokePointer(new Object[0])});
      throw new UnsatisfiedLinkError(reason.getString(0));
    }
    return new SharedLibrary(handle);
  }

  /** Whether a library is in this process already. */
  static boolean isLoaded(String soname) {
    return c("dlopen").invokePointer(new Object[] {soname, RTLD_LAZY | RTLD_NOLOAD}) != null;
  }

  /** The file that it was loaded from. */
  Path path() {
    PointerByReference map = new PointerByReference();
    c("dlinfo").invokeInt(new Object[] {handle, RTLD_DI_LINKMAP, map});
    // struct link_map { ElfW(Addr) l_addr; char *l_name; ... }
    return Path.of(map.getValue().getPointer(Native.POINTER_SIZE).getString(0));
  }

  /** A function of the library; it must have it. */
  Function function(String name) {
    Pointer address = c("dlsym").invokePointer(new Object[] {handle, name});
    if (address == null) {
      throw new UnsatisfiedLinkError(path() + ": no function " + name);
    }
    return Function.getFunction(address);
  }

  /** Gives it up; it leaves the process if nothing else holds it. */
  void close() {
    c("dlclose").invokeInt(new Object[] {handle});
  }

  private static Function c(String name) {
    return NativeLibrary.getProcess().getFunction(name);
  }
}
