// What the programs in Node.js share: tensors in, answers out, as ../runtimes.toml says.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { answers } from "./answers.mjs";

process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

/**
 * Classifies the tensors. `load(model, file)` returns the runtime's version and either `classify`,
 * which `answers` calls, or what `answers` returned elsewhere.
 */
export async function run(load) {
  const [model, file, output] = process.argv.slice(-3);
  const { version, classify, found } = await load(model, file);
  const content = Uint8Array.from(await readFile(file)).buffer;
  const { answers: lines, logits, probabilities, classes } = found ?? (await answers(content, classify));
  await writeFile(path.join(output, "logits"), Float32Array.from(logits));
  await writeFile(path.join(output, "probabilities"), Float32Array.from(probabilities));
  await writeFile(path.join(output, "classes"), BigInt64Array.from(classes, BigInt));
  await writeFile(path.join(output, "answers"), lines.join("\n") + "\n");
  console.log(version);
}
