/** The digits in a picture, brought into the form of MNIST's images. */
package org.tinymnist.picture;
