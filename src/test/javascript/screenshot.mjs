// Writes the README's pictures of the demo into a folder: demo.png and demo-dark.png.

import { join } from 'node:path';
import { draw, drawings, launch, open, reading, startDemo } from './browser.mjs';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('expected a folder to write to');

const [demo, browser] = await Promise.all([startDemo(), launch()]);
try {
  for (const [colorScheme, file] of [['light', 'demo.png'], ['dark', 'demo-dark.png']]) {
    const page = await browser.newPage({
      colorScheme,
      deviceScaleFactor: 2,
      reducedMotion: 'reduce',
      viewport: { width: 960, height: 760 },
    });
    await open(page, demo.url);
    await draw(page, drawings[3].strokes);
    await reading(page);
    await page.screenshot({ path: join(folder, file) });
    await page.close();
  }
} finally {
  await browser.close();
  demo.stop();
}
