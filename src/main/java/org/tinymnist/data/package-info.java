/** Data sets in MNIST's file format. */
package org.tinymnist.data;
