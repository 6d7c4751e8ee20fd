// ONNX Runtime Web in Node.js, on WebAssembly as in a browser: onnx.mjs MODEL IMAGES OUTPUT, where
// MODEL is a file model.onnx; see exchange.mjs.

import { readFile } from "node:fs/promises";
import * as ort from "onnxruntime-web";
import { run } from "./exchange.mjs";

await run(async (file) => {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(await readFile(file));
  return {
    version: ort.env.versions.web,
    async classify(images, shape) {
      const input = new ort.Tensor("float32", images, shape);
      const outputs = await session.run({ images: input }, ["probabilities", "classes"]);
      return { probabilities: outputs.probabilities.data, classes: outputs.classes.data };
    },
  };
});
