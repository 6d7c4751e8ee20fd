// Headless Chromium, and the demo's server.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { options } from '../../interop/browser/chromium.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What tests draw: one test image of each digit. */
export const drawings = JSON.parse(readFileSync(new URL('strokes.json', import.meta.url)));

/** Starts the browser. */
export function launch() {
  return chromium.launch(options());
}

/** Starts `demo` on any free port; OUT names the folder of results. */
export async function startDemo() {
  const out = process.env.OUT ?? 'results';
  const java = spawn('java', ['-jar', 'target/tiny-mnist.jar', 'demo', '--out', out, '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: java.stdout })) {
    const [url] = line.match(/http:\S+/) ?? [];
    if (url) return { url, stop: () => java.kill() };
  }
  throw new Error('the demo did not start');
}

/** Opens the demo and waits for its first model. */
export async function open(page, url) {
  await page.goto(url);
  await page.waitForSelector('#reading[aria-busy=false]');
}

/** Draws strokes with the mouse; their unit is the pad's side. */
export async function draw(page, strokes) {
  const box = await page.locator('#pad').boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  for (const stroke of strokes) {
    await page.mouse.move(...at(stroke[0]));
    await page.mouse.down();
    for (const point of stroke) await page.mouse.move(...at(point));
    await page.mouse.up();
  }
}

/** Waits until the page has read what was drawn; the digit, or a dash. */
export async function reading(page) {
  await page.waitForSelector('#reading[aria-busy=false]');
  return page.textContent('#digit');
}
