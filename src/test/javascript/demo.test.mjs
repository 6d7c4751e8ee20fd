// The demo page in headless Chromium: `make test-demo`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { draw, drawings, launch, open, reading, startDemo } from './browser.mjs';

const SEVEN = drawings[7];

let demo;
let browser;
let page;
let complaints;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), launch()]);
});

after(async () => {
  await browser?.close();
  demo?.stop();
});

beforeEach(async () => {
  page = await newPage();
});

afterEach(async () => {
  await page.context().close();
  assert.deepEqual(complaints, []);
});

/** A page of which every message, error, failed request and request elsewhere is noted. */
async function newPage(options) {
  complaints = [];
  const context = await browser.newContext(options);
  const opened = await context.newPage();
  opened.on('console', (message) => complaints.push(message.text()));
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  opened.on('response', (response) => {
    if (!response.ok()) complaints.push(`${response.status()}: ${response.url()}`);
  });
  opened.on('request', (request) => {
    if (!request.url().startsWith(demo.url)) complaints.push(`elsewhere: ${request.url()}`);
  });
  await open(opened, demo.url);
  return opened;
}

test('reads at least nine of ten recorded digits', async (t) => {
  const read = [];
  for (const { strokes } of drawings) {
    await draw(page, strokes);
    read.push(Number(await reading(page)));
    await page.click('#clear');
  }
  t.diagnostic(`read: ${read.join(' ')}`);
  assert.ok(read.filter((digit, i) => digit === drawings[i].digit).length >= 9, read.join(' '));
});

test('shows ten probabilities that sum to one, and the largest as the digit', async () => {
  await draw(page, SEVEN.strokes);
  const digit = await reading(page);
  const shares = (await page.locator('#bars .value').allTextContents()).map(parseFloat);
  assert.equal(shares.length, 10);
  // Each is rounded to a tenth of a percent.
  assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 100) <= 0.5, shares.join(' '));
  assert.equal(shares.indexOf(Math.max(...shares)), Number(digit));
});

test('shows the network the same image wherever and however large one draws', async () => {
  const image = () => page.evaluate(() => document.getElementById('seen').toDataURL());
  const empty = await image();
  await draw(page, SEVEN.strokes);
  await reading(page);
  const large = await image();
  await page.click('#clear');
  await draw(page, SEVEN.strokes.map((stroke) => stroke.map(([x, y]) => [x / 2, y / 2])));
  await reading(page);
  assert.notEqual(large, empty);
  assert.equal(await image(), large);
});

test('draws with a finger and does not scroll meanwhile', async () => {
  await page.context().close();
  page = await newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const touch = await page.context().newCDPSession(page);
  const box = await page.locator('#pad').boundingBox();
  for (const stroke of SEVEN.strokes) {
    for (const [i, [x, y]] of stroke.entries()) {
      await touch.send('Input.dispatchTouchEvent', {
        type: i === 0 ? 'touchStart' : 'touchMove',
        touchPoints: [{ x: box.x + x * box.width, y: box.y + y * box.height }],
      });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  assert.equal(await reading(page), '7');
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('draws, undoes and clears by keyboard alone', async () => {
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  await press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'pad');
  await press('ArrowUp', 6);
  await press('ArrowLeft', 3);
  await press('Space');
  await press('ArrowRight', 7);
  for (let i = 0; i < 11; i++) {
    await page.keyboard.down('ArrowDown');
    if (i % 3 === 0) await press('ArrowLeft');
    await page.keyboard.up('ArrowDown');
  }
  await press('Space');
  assert.equal(await reading(page), '7');
  await press('Backspace');
  assert.equal(await reading(page), '–');
  await draw(page, SEVEN.strokes);
  await press('Escape');
  assert.equal(await reading(page), '–');
});

test('tells a screen reader the digit once the pen rests, and names every control', async () => {
  await draw(page, SEVEN.strokes);
  await page.waitForFunction(() =>
    /^Reads 7, \d+\.\d %; then \d, \d+\.\d %\.$/.test(document.getElementById('spoken').textContent));
  assert.equal(await page.getAttribute('#spoken', 'role'), 'status');
  for (const [role, name] of [
    ['application', 'Drawing pad'],
    ['button', 'Undo'],
    ['button', 'Clear'],
    ['combobox', 'Model'],
    ['list', 'Probability of each digit'],
    ['img', 'The image of 28 by 28 pixels that the network sees'],
  ]) {
    assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, `${role} ${name}`);
  }
});

test('reads the drawing again with each model that is chosen', async () => {
  await draw(page, SEVEN.strokes);
  for (const path of await page.locator('#model option').evaluateAll((all) => all.map((o) => o.value))) {
    await page.selectOption('#model', path);
    await page.waitForSelector(`html[data-model="${path}"]`);
    assert.match(await reading(page), /^\d$/);
    assert.match(await page.textContent('#accuracy'), /\d+\.\d\d %/);
  }
});

test('says why a model cannot be loaded, and reads again with another one', async () => {
  const [first, second] = await page
    .locator('#model option').evaluateAll((all) => all.map((option) => option.value));
  await page.route(`**/${second ?? first}/model.json`, (route) =>
    route.fulfill({ status: 500, body: 'saved_model: cannot be loaded\n' }));
  await draw(page, SEVEN.strokes);
  await page.selectOption('#model', second ?? first);
  if (!second) await page.dispatchEvent('#model', 'change');
  await page.waitForFunction(() =>
    document.getElementById('failure').textContent.endsWith(': saved_model: cannot be loaded'));
  assert.equal(await reading(page), '–');
  await page.unroute(`**/${second ?? first}/model.json`);
  await page.selectOption('#model', first);
  await page.dispatchEvent('#model', 'change');
  await page.waitForFunction(() => document.getElementById('digit').textContent === '7');
  assert.equal(await page.textContent('#failure'), '');
  // The browser's own lines on the answer above.
  complaints = complaints.filter((line) => !line.includes('500'));
});

/** Lets a file fall on the page. */
async function drop(bytes) {
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(content)], 'picture'));
    return transfer;
  }, [...bytes]);
  await page.dispatchEvent('#pad', 'drop', { dataTransfer: data });
}

test('reads a picture that is dropped, and shows what the network sees', async () => {
  const empty = await page.evaluate(() => document.getElementById('seen').toDataURL());
  await drop(readFileSync(new URL('../../interop/snippets/seven.png', import.meta.url)));
  await page.waitForFunction(() => document.getElementById('digit').textContent === '7');
  assert.notEqual(await page.evaluate(() => document.getElementById('seen').toDataURL()), empty);
  await page.click('#clear');
  assert.equal(await reading(page), '–');
});

test('says why a dropped file cannot be read', async () => {
  await drop(Buffer.from('no picture'));
  await page.waitForFunction(() =>
    /^the picture: not a picture, expected PNG/.test(document.getElementById('failure').textContent));
  // The browser's own line on the answer 422.
  complaints = complaints.filter((line) => !line.includes('422'));
});

test('goes on without a network once it is loaded', async () => {
  await page.context().setOffline(true);
  await draw(page, SEVEN.strokes);
  assert.equal(await reading(page), '7');
});

test('fits a phone, upright and across', async () => {
  for (const [width, height] of [[320, 640], [390, 844], [844, 390]]) {
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${wide} pixels wide on ${width}`);
    const pad = await page.locator('#pad').boundingBox();
    assert.ok(pad.height < height, `a pad of ${pad.height} pixels on ${height}`);
  }
});

test('serves TensorFlow.js as published', async () => {
  const require = createRequire(import.meta.url);
  for (const name of ['core', 'converter', 'backend-cpu']) {
    const folder = dirname(require.resolve(`@tensorflow/tfjs-${name}/package.json`));
    const file = `tf-${name}.es2017.min.js`;
    const served = await (await fetch(`${demo.url}tensorflow/${file}`)).text();
    assert.equal(served, readFileSync(join(folder, 'dist', file), 'utf8'), file);
  }
});
