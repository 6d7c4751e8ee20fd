// What the runtimes in JavaScript share, in Node.js and in a browser.

/**
 * Classifies the tensors of an ArrayBuffer, as ../runtimes.toml describes it. `classify(values, shape)`
 * returns arrays by the names of the outputs. Returns the same for all tensors, and a line for each.
 */
export async function answers(content, classify) {
  const found = { answers: [], logits: [], probabilities: [], classes: [] };
  for (let at = 0; at < content.byteLength; ) {
    const [rank] = new Int32Array(content, at, 1);
    const shape = [...new Int32Array(content, at + 4, rank)];
    const values = new Float32Array(content, at + 4 + 4 * rank, shape.reduce((a, b) => a * b, 1));
    at += 4 * (1 + rank + values.length);
    try {
      if (found.answers.length === 0) await classify(values, shape); // builds and tunes: not timed
      const started = performance.now();
      const outputs = await classify(values, shape);
      const milliseconds = performance.now() - started;
      for (const name in outputs) for (const value of outputs[name]) found[name].push(Number(value));
      found.answers.push(`${outputs.classes.length} ${milliseconds}`);
    } catch (error) {
      found.answers.push(`refused ${String(error.message ?? error).replaceAll("\n", " ")}`);
    }
  }
  return found;
}

/** Returns the function that `answers` calls, for a graph model of TensorFlow.js. */
export function graphModel(tf, model) {
  const names = ["logits", "probabilities", "classes"];
  return async (values, shape) => {
    const images = tf.tensor(values, shape);
    try {
      const outputs = model.execute({ images }, names);
      const data = await Promise.all(outputs.map((tensor) => tensor.data()));
      tf.dispose(outputs);
      return Object.fromEntries(names.map((name, i) => [name, data[i]]));
    } finally {
      images.dispose();
    }
  };
}
