// MNIST's test images, from two IDX files compressed with gzip.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const PIXELS = 28 * 28;

const FOLDER = new URL('../../main/resources/mnist/', import.meta.url);

const content = (name, header) => gunzipSync(readFileSync(new URL(name, FOLDER))).subarray(header);

/** @returns {{pixels: Uint8Array, labels: Uint8Array}} [10000 * 28 * 28] and [10000] */
export function testImages() {
  return {
    pixels: content('t10k-images-idx3-ubyte.gz', 16),
    labels: content('t10k-labels-idx1-ubyte.gz', 8),
  };
}
