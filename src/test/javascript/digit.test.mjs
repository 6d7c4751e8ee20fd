// The way from strokes to the image that the network sees.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SIZE, toImage } from '../../main/resources/demo/digit.js';

const drawings = JSON.parse(readFileSync(new URL('strokes.json', import.meta.url)));

/** First and last row and column with ink, and the centre of mass. */
function measure(image) {
  const ink = [...image.entries()].filter(([, value]) => value > 0);
  const mass = ink.reduce((sum, [, value]) => sum + value, 0);
  return [(i) => i % SIZE, (i) => Math.floor(i / SIZE)].map((axis) => ({
    length: Math.max(...ink.map(([i]) => axis(i))) - Math.min(...ink.map(([i]) => axis(i))) + 1,
    centre: ink.reduce((sum, [i, value]) => sum + value * axis(i), 0) / mass,
  }));
}

test('fills a box of 20 pixels, centred by mass, as MNIST does', () => {
  for (const { digit, strokes } of drawings) {
    const image = toImage(strokes);
    const axes = measure(image);
    assert.equal(Math.max(...axes.map(({ length }) => length)), 20, `digit ${digit}`);
    // Moved by whole pixels.
    axes.forEach(({ centre }) => assert.ok(Math.abs(centre - 14) <= 0.5, `digit ${digit}: ${centre}`));
    assert.ok(Math.max(...image) <= 255 && Math.max(...image) > 250, `digit ${digit}`);
  }
});

test('leaves a line inside the image where its mass is far from the middle', () => {
  const image = toImage([[[0.1, 0.1], [0.1, 0.9]], [[0.1, 0.9], [0.2, 0.9], [0.1, 0.88], [0.2, 0.88]]]);
  assert.ok(measure(image).every(({ length }) => length <= 20));
});

test('takes a dot for a dot', () => {
  const [across, along] = measure(toImage([[[0.3, 0.7]]]));
  assert.ok(across.length <= 4 && along.length <= 4);
});

test('gives an empty image without strokes', () => {
  assert.ok(toImage([]).every((value) => value === 0));
});
