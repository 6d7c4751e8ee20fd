// ONNX Runtime in Node.js: onnx.mjs PACKAGE MODEL TENSORS OUTPUT, where PACKAGE is onnxruntime-node
// or, on WebAssembly as in a browser, onnxruntime-web; see exchange.mjs.

import { readFile } from "node:fs/promises";
import { run } from "./exchange.mjs";

const name = process.argv[2];
const ort = await import(name);

await run(async (file) => {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(await readFile(file));
  return {
    version: ort.env.versions[name.split("-")[1]],
    async classify(images, shape) {
      const outputs = await session.run({ images: new ort.Tensor("float32", images, shape) });
      const data = ([name, tensor]) => [name, tensor.data];
      return Object.fromEntries(Object.entries(outputs).map(data));
    },
  };
});
