/** The machine: processor, GPU, and TensorFlow's native library. */
package org.tinymnist.device;
