// TensorFlow.js in Node.js, on its WebAssembly backend: tfjs.mjs MODEL TENSORS OUTPUT, where MODEL is
// a folder tfjs/; see exchange.mjs.

import { readFile } from "node:fs/promises";
import path from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { graphModel } from "./answers.mjs";
import { run } from "./exchange.mjs";

/** Returns what `loadGraphModel` fetches in a browser, read from files. */
async function artifacts(folder) {
  const json = JSON.parse(await readFile(path.join(folder, "model.json"), "utf8"));
  const files = json.weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(files.map((file) => readFile(path.join(folder, file))));
  return {
    modelTopology: json.modelTopology,
    signature: json.signature,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: Uint8Array.from(Buffer.concat(parts)).buffer,
  };
}

await run(async (folder) => {
  await tf.setBackend("wasm");
  const model = await loadGraphModel({ load: () => artifacts(folder) });
  return { version: tf.version_core, classify: graphModel(tf, model) };
});
