/** Finds the digits in a picture and converts them to MNIST's format. */
package org.tinymnist.picture;
