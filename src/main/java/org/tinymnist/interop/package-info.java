/** Takes exported models through other runtimes and compares what they say. */
package org.tinymnist.interop;
