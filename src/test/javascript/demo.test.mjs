// The demo page in headless Chromium: `make test-demo`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
  // Else the last answer would not come.
  await reading(page);
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

test('takes a dot for a dot', async () => {
  await draw(page, [[[0.3, 0.7]]]);
  await reading(page);
  const lit = await page.evaluate(() => {
    const { data } = document.getElementById('seen').getContext('2d').getImageData(0, 0, 28, 28);
    return data.filter((value, i) => i % 4 === 0 && value > 0).length;
  });
  // A pen of 2.4 pixels, spread over five by five by scaling and centring, and not scaled up to 20 by 20.
  assert.ok(lit > 0 && lit <= 25, `${lit} pixels`);
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
    ['img', 'Input of the network, an image of 28 by 28 pixels'],
  ]) {
    assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, `${role} ${name}`);
  }
});

test('reads the drawing again with each model that is chosen', async () => {
  await draw(page, SEVEN.strokes);
  for (const path of await page.locator('#model option').evaluateAll((all) => all.map((o) => o.value))) {
    await page.selectOption('#model', path);
    assert.match(await reading(page), /^\d$/);
    assert.match(await page.textContent('#accuracy'), /\d+\.\d\d %/);
  }
});

test('says why a model cannot be loaded, and reads again with another one', async () => {
  const paths = await page
    .locator('#model option').evaluateAll((all) => all.map((option) => option.value));
  const last = paths.at(-1);
  await page.route(`**/${last}/drawing`, (route) =>
    route.fulfill({ status: 500, body: 'saved_model: cannot be loaded\n' }));
  await page.selectOption('#model', last);
  await page.dispatchEvent('#model', 'change');
  await reading(page);
  assert.equal(await page.textContent('#failure'), 'saved_model: cannot be loaded');
  await draw(page, SEVEN.strokes);
  assert.equal(await reading(page), '–');
  assert.equal(await page.textContent('#certainty'), 'not read');
  await page.unroute(`**/${last}/drawing`);
  await page.selectOption('#model', paths[0]);
  await page.dispatchEvent('#model', 'change');
  assert.equal(await reading(page), '7');
  assert.equal(await page.textContent('#failure'), '');
  // The browser's own lines on the answers above.
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
  assert.equal(await reading(page), '7');
  assert.notEqual(await page.evaluate(() => document.getElementById('seen').toDataURL()), empty);
  await page.click('#clear');
  assert.equal(await reading(page), '–');
});

test('says why a dropped file cannot be read', async () => {
  await drop(Buffer.from('no picture'));
  await reading(page);
  assert.match(await page.textContent('#failure'), /^the picture: not a picture, expected PNG/);
  // The browser's own line on the answer 422.
  complaints = complaints.filter((line) => !line.includes('422'));
});

test('says that the program has been stopped, and reads once it is there again', async () => {
  await page.context().setOffline(true);
  await draw(page, SEVEN.strokes);
  assert.equal(await reading(page), '–');
  assert.match(await page.textContent('#failure'), /^no answer: /);
  await page.context().setOffline(false);
  await page.selectOption('#model', { index: 0 });
  await page.dispatchEvent('#model', 'change');
  assert.equal(await reading(page), '7');
  assert.equal(await page.textContent('#failure'), '');
  // The browser's own lines on the requests above.
  complaints = complaints.filter((line) => !/^failed: .*\/drawing$|ERR_INTERNET_DISCONNECTED/.test(line));
});

test('reads while one draws, one request at a time, and ends with the whole drawing', async () => {
  await page.evaluate(() => {
    const { fetch } = globalThis;
    globalThis.requests = { open: 0, most: 0, all: 0 };
    globalThis.fetch = async (...request) => {
      requests.all++;
      requests.most = Math.max(requests.most, ++requests.open);
      return fetch(...request).finally(() => requests.open--);
    };
  });
  await page.route('**/drawing', async (route) => {
    // A slow answer: the drawing goes on meanwhile.
    await new Promise((done) => setTimeout(done, 50));
    await route.continue();
  });
  const box = await page.locator('#pad').boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(SEVEN.strokes[0][0]));
  await page.mouse.down();
  for (const point of SEVEN.strokes[0]) {
    await page.mouse.move(...at(point));
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.match(await page.textContent('#digit'), /^\d$/);
  await page.mouse.up();
  assert.equal(await reading(page), '7');
  const { all, most } = await page.evaluate(() => requests);
  assert.ok(all > 2, `${all} requests`);
  assert.equal(most, 1);
});

test('shows nothing of a drawing that is cleared before its answer comes', async () => {
  await page.route('**/drawing', async (route) => {
    await new Promise((done) => setTimeout(done, 200));
    await route.continue();
  });
  await draw(page, SEVEN.strokes);
  await page.click('#clear');
  assert.equal(await page.textContent('#certainty'), 'nothing drawn');
  assert.equal(await reading(page), '–');
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
