// TensorFlow.js in headless Chromium: classify.mjs MODEL TENSORS OUTPUT, where MODEL is a folder
// tfjs/; see exchange.mjs.

import path from "node:path";
import { chromium } from "playwright-core";
import { options } from "./chromium.mjs";
import { run } from "./exchange.mjs";

const HERE = import.meta.dirname;
const LIBRARIES = ["core", "converter", "backend-cpu"].map((name) =>
  path.join(HERE, `node_modules/@tensorflow/tfjs-${name}/dist/tf-${name}.es2017.min.js`),
);

/** Runs in the page: `tf` is what the libraries define there. */
async function inThePage() {
  const { answers, graphModel } = await import("/answers.mjs");
  const model = await tf.loadGraphModel("model.json");
  const tensors = await (await fetch("tensors")).arrayBuffer();
  return { version: tf.version_core, found: await answers(tensors, graphModel(tf, model)) };
}

await run(async (folder, tensors) => {
  const browser = await chromium.launch(options());
  try {
    const page = await browser.newPage();
    // There is no server: what the page asks for is answered here.
    await page.route("**/*", (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
      const files = { tensors, "answers.mjs": path.join(HERE, name) };
      return route.fulfill({ path: files[name] ?? path.join(folder, name) });
    });
    await page.goto("http://localhost/");
    for (const library of LIBRARIES) await page.addScriptTag({ path: library });
    const { version, found } = await page.evaluate(inThePage);
    return { version: `${version} in Chromium ${browser.version().split(".")[0]}`, found };
  } finally {
    await browser.close();
  }
});
