// Runs a model on all test images of MNIST in TensorFlow.js and prints one line of CSV:
// runtime,version,model,max_probability_difference,class_differences,test_accuracy,
// milliseconds_per_image. See `node compare.mjs --help`.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { testImages } from './mnist.mjs';

const USAGE = `node compare.mjs --runtime node|browser --model DIR --name NAME --reference FILE

  --runtime    TensorFlow.js in Node.js, or in headless Chromium
  --model      folder of model.json and its weights, as export-tfjs writes it
  --name       the model's name in the output
  --reference  probabilities by the reference: float32, little-endian, [10000, 10]`;

const BATCH = 100;
const require = createRequire(import.meta.url);

/** Runs in Node.js and, as text, in the browser: it may use its arguments only. */
function compare(tf, model, { pixels, labels, reference, batch }) {
  const largest = (row) => row.indexOf(Math.max(...row));
  let difference = 0;
  let otherClasses = 0;
  let correct = 0;
  let milliseconds = 0;
  for (let start = 0; start < labels.length; start += batch) {
    const images = Float32Array.from(pixels.subarray(start * 784, (start + batch) * 784));
    const from = performance.now();
    const [probabilities, classes] = tf.tidy(() =>
      model
        .execute(tf.tensor4d(images, [images.length / 784, 28, 28, 1]), ['probabilities', 'classes'])
        .map((tensor) => tensor.dataSync()));
    milliseconds += performance.now() - from;
    classes.forEach((digit, i) => {
      const expected = reference.subarray((start + i) * 10, (start + i + 1) * 10);
      const found = probabilities.subarray(i * 10, (i + 1) * 10);
      found.forEach((p, c) => (difference = Math.max(difference, Math.abs(p - expected[c]))));
      otherClasses += digit !== largest(expected);
      correct += digit === labels[start + i];
    });
  }
  return {
    difference,
    otherClasses,
    accuracy: correct / labels.length,
    milliseconds: milliseconds / labels.length,
  };
}

async function inNode(folder, task) {
  const tf = {
    ...require('@tensorflow/tfjs-core'),
    ...require('@tensorflow/tfjs-converter'),
  };
  require('@tensorflow/tfjs-backend-cpu');
  const json = JSON.parse(readFileSync(join(folder, 'model.json')));
  const [{ paths, weights }] = json.weightsManifest;
  const model = await tf.loadGraphModel(
    tf.io.fromMemory({
      ...json,
      weightSpecs: weights,
      weightData: new Uint8Array(readFileSync(join(folder, paths[0]))).buffer,
    }));
  return {
    runtime: 'TensorFlow.js in Node.js',
    version: `${tf.version_core} (Node.js ${process.versions.node})`,
    ...compare(tf, model, task),
  };
}

/** The page has no server: what it asks for is answered here. */
async function inBrowser(folder, task) {
  const libraries = ['core', 'converter', 'backend-cpu'].map((name) =>
    join(dirname(require.resolve(`@tensorflow/tfjs-${name}/package.json`)),
      `dist/tf-${name}.es2017.min.js`));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      return name === ''
        ? route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })
        : name in task
          ? route.fulfill({ body: Buffer.from(task[name].buffer, task[name].byteOffset, task[name].byteLength) })
          : route.fulfill({ path: join(folder, name) });
    });
    await page.goto('http://localhost/');
    for (const path of libraries) await page.addScriptTag({ path });
    const result = await page.evaluate(`(async () => {
      const get = async (name) => (await fetch(name)).arrayBuffer();
      const task = {
        pixels: new Uint8Array(await get('pixels')),
        labels: new Uint8Array(await get('labels')),
        reference: new Float32Array(await get('reference')),
        batch: ${task.batch},
      };
      const model = await tf.loadGraphModel('model.json');
      return { version: tf.version_core, ...(${compare})(tf, model, task) };
    })()`);
    return {
      ...result,
      runtime: 'TensorFlow.js in a browser',
      version: `${result.version} (Chromium ${browser.version()})`,
    };
  } finally {
    await browser.close();
  }
}

function options() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      runtime: { type: 'string' },
      model: { type: 'string' },
      name: { type: 'string' },
      reference: { type: 'string' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  for (const name of ['runtime', 'model', 'name', 'reference']) {
    if (!values[name]) throw new Error(`--${name} is missing; see --help`);
  }
  if (!['node', 'browser'].includes(values.runtime)) {
    throw new Error(`--runtime: ${values.runtime}, expected node or browser`);
  }
  return values;
}

async function main() {
  const { runtime, model, name, reference } = options();
  const { pixels, labels } = testImages();
  const bytes = readFileSync(reference);
  if (bytes.length !== labels.length * 40) {
    throw new Error(`${reference}: ${bytes.length} bytes, expected ${labels.length * 40}`);
  }
  const task = { pixels, labels, reference: new Float32Array(new Uint8Array(bytes).buffer), batch: BATCH };
  const row = await (runtime === 'node' ? inNode : inBrowser)(model, task);
  console.log([
    row.runtime,
    row.version,
    name,
    row.difference.toExponential(1),
    row.otherClasses,
    row.accuracy,
    row.milliseconds.toFixed(3),
  ].join(','));
}

main().catch((error) => {
  console.error(`compare: ${error.message}`);
  process.exit(1);
});
