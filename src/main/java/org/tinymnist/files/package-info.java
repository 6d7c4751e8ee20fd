/** Files and folders that appear complete or not at all. */
package org.tinymnist.files;
