// Writes strokes.json: the first test image of each digit, as one would draw it.

import { writeFileSync } from 'node:fs';
import { PIXELS, testImages } from './mnist.mjs';
import { strokesOf } from './skeleton.mjs';

const { pixels, labels } = testImages();
const recorded = Array.from({ length: 10 }, (_, digit) => {
  const index = labels.indexOf(digit);
  return { digit, index, strokes: strokesOf(pixels.subarray(index * PIXELS, (index + 1) * PIXELS)) };
});
const lines = recorded.map((drawing) => `  ${JSON.stringify(drawing)}`);
writeFileSync(new URL('strokes.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
