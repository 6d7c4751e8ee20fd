// What the runtimes in Node.js share: images in, predictions and the time out, as ../runtimes.toml
// says.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const BATCH = 500;
const PIXELS = 28 * 28;

process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

/**
 * Classifies the images. `load(model)` returns the runtime's version and a function from
 * intensities and their shape to arrays of probabilities and classes.
 */
export async function run(load) {
  const [file, images, output] = process.argv.slice(2);
  const { version, classify } = await load(file);
  const content = await readFile(images);
  const pixels = new Float32Array(content.buffer, content.byteOffset, content.byteLength / 4);
  const total = pixels.length / PIXELS;
  const batch = (from) => {
    const count = Math.min(BATCH, total - from);
    return classify(pixels.subarray(from * PIXELS, (from + count) * PIXELS), [count, 28, 28, 1]);
  };
  await batch(0); // the first call builds and tunes: not timed

  const probabilities = new Float32Array(total * 10);
  const classes = new BigInt64Array(total);
  const started = performance.now();
  for (let from = 0; from < total; from += BATCH) {
    const outputs = await batch(from);
    probabilities.set(outputs.probabilities, from * 10);
    classes.set(Array.from(outputs.classes, BigInt), from);
  }
  const milliseconds = performance.now() - started;

  await writeFile(path.join(output, "probabilities"), probabilities);
  await writeFile(path.join(output, "classes"), classes);
  console.log(version, milliseconds / total);
}
