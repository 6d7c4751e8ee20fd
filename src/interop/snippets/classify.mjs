import { readFile } from "node:fs/promises";
import "@tensorflow/tfjs-backend-wasm";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";

const [run] = process.argv.slice(2); // such as results/reference/record/seed-1
const json = async (name) => JSON.parse(await readFile(`${run}/${name}`));
const { inputs } = await json("saved_model/sample.json");

// In a browser: await loadGraphModel("tfjs/model.json")
const { weightsManifest, ...artifacts } = await json("tfjs/model.json");
const [{ paths, weights: weightSpecs }] = weightsManifest;
const { buffer: weightData } = new Uint8Array(await readFile(`${run}/tfjs/${paths[0]}`));

await tf.setBackend("wasm");
const model = await loadGraphModel({ load: async () => ({ ...artifacts, weightSpecs, weightData }) });
const [classes, probabilities] = model.execute(tf.tensor4d(inputs.images), ["classes", "probabilities"]);
console.log("digit", classes.dataSync()[0]);
console.log("probability", Math.max(...probabilities.dataSync()));
