/** The machine: its processor, its GPU, and TensorFlow's native library on them. */
package org.tinymnist.device;
