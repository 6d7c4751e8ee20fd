// TensorFlow.js in Node.js, on its WebAssembly backend: classify.mjs MODEL IMAGES OUTPUT, where
// MODEL is a folder tfjs/; for the rest see ../runtimes.yaml.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";

const BATCH = 500;
const PIXELS = 28 * 28;

const [folder, images, output] = process.argv.slice(2);

process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

async function bytes(file) {
  const content = await readFile(file);
  return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
}

/** What `loadGraphModel` fetches in a browser, read from files. */
async function load(folder) {
  const json = JSON.parse(await readFile(path.join(folder, "model.json"), "utf8"));
  const files = json.weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(files.map((file) => readFile(path.join(folder, file))));
  const weights = Buffer.concat(parts);
  return loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      signature: json.signature,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(weights).buffer,
    }),
  });
}

await tf.setBackend("wasm");
const model = await load(folder);
const pixels = new Float32Array(await bytes(images));
const total = pixels.length / PIXELS;

async function classify(from) {
  const count = Math.min(BATCH, total - from);
  const batch = pixels.subarray(from * PIXELS, (from + count) * PIXELS);
  const input = tf.tensor4d(batch, [count, 28, 28, 1]);
  const outputs = model.execute({ images: input }, ["probabilities", "classes"]);
  const values = await Promise.all(outputs.map((tensor) => tensor.data()));
  tf.dispose([input, outputs]);
  return values;
}

await classify(0); // the first call builds and tunes: not timed

const probabilities = new Float32Array(total * 10);
const classes = new BigInt64Array(total);
const started = performance.now();
for (let from = 0; from < total; from += BATCH) {
  const [batchProbabilities, batchClasses] = await classify(from);
  probabilities.set(batchProbabilities, from * 10);
  classes.set(Array.from(batchClasses, BigInt), from);
}
const milliseconds = performance.now() - started;

await writeFile(path.join(output, "probabilities"), probabilities);
await writeFile(path.join(output, "classes"), classes);
console.log(tf.version_core, milliseconds / total);
