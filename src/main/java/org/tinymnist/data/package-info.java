/** Data sets in the file format in which MNIST is published. */
package org.tinymnist.data;
