// TensorFlow.js in headless Chromium: classify.mjs MODEL IMAGES OUTPUT, where MODEL is a folder tfjs/;
// for the rest see ../runtimes.toml.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { options } from "./chromium.mjs";

const LIBRARIES = ["core", "converter", "backend-cpu"].map(
  (name) => `target/interop/browser/node_modules/@tensorflow/tfjs-${name}/dist/tf-${name}.es2017.min.js`,
);

const [folder, images, output] = process.argv.slice(2);

process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

/** Runs in the page: `tf` is what the libraries define there. */
async function classifyAll() {
  const BATCH = 500;
  const PIXELS = 28 * 28;
  const model = await tf.loadGraphModel("model.json");
  const pixels = new Float32Array(await (await fetch("images")).arrayBuffer());
  const total = pixels.length / PIXELS;

  function classify(from) {
    const count = Math.min(BATCH, total - from);
    const batch = pixels.subarray(from * PIXELS, (from + count) * PIXELS);
    const input = tf.tensor4d(batch, [count, 28, 28, 1]);
    const outputs = model.execute({ images: input }, ["probabilities", "classes"]);
    const values = outputs.map((tensor) => Array.from(tensor.dataSync()));
    tf.dispose([input, outputs]);
    return values;
  }

  classify(0); // the first call builds and tunes: not timed

  const batches = [];
  const started = performance.now();
  for (let from = 0; from < total; from += BATCH) batches.push(classify(from));
  const milliseconds = (performance.now() - started) / total;
  const [probabilities, classes] = [0, 1].map((i) => batches.flatMap((values) => values[i]));
  return { version: tf.version_core, milliseconds, probabilities, classes };
}

const browser = await chromium.launch(options());
try {
  const page = await browser.newPage();
  // There is no server: what the page asks for is answered here.
  await page.route("**/*", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    return route.fulfill({ path: name === "images" ? images : path.join(folder, name) });
  });
  await page.goto("http://localhost/");
  for (const library of LIBRARIES) await page.addScriptTag({ path: library });
  const { version, milliseconds, probabilities, classes } = await page.evaluate(classifyAll);
  await writeFile(path.join(output, "probabilities"), Float32Array.from(probabilities));
  await writeFile(path.join(output, "classes"), BigInt64Array.from(classes, BigInt));
  console.log(`${version} in Chromium ${browser.version().split(".")[0]}`, milliseconds);
} finally {
  await browser.close();
}
