import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import "@tensorflow/tfjs-backend-wasm";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";

await tf.setBackend("wasm");
const file = gunzipSync(await readFile("src/main/resources/mnist/t10k-images-idx3-ubyte.gz"));
const images = tf.tensor4d([...file.subarray(16, 16 + 28 * 28)], [1, 28, 28, 1]);

// In a browser: await loadGraphModel("tfjs/model.json")
const folder = "results/model-1-optimized/seed-1/tfjs/";
const { weightsManifest, ...artifacts } = JSON.parse(await readFile(folder + "model.json"));
const [{ paths, weights: weightSpecs }] = weightsManifest;
const { buffer: weightData } = new Uint8Array(await readFile(folder + paths[0]));

const model = await loadGraphModel({ load: async () => ({ ...artifacts, weightSpecs, weightData }) });
const [classes, probabilities] = model.execute(images, ["classes", "probabilities"]);
console.log("digit", classes.dataSync()[0]);
console.log("probability", Math.max(...probabilities.dataSync()));
