// From strokes to the image that the network sees, as the digits of MNIST were made: scaled into a
// box of 20 x 20 pixels with the proportion kept, anti-aliased, and placed in 28 x 28 pixels with
// the centre of mass in the middle.

export const SIZE = 28;
const BOX = 20;

// Width of the pen in pixels of the image; about that of MNIST's strokes.
const PEN = 2.4;

// A dot is no digit to be blown up: at most as if it had been drawn on a pad a sixth of the size.
const MAX_SCALE = 6 * SIZE;

/**
 * @param {number[][][]} strokes each a list of points [x, y]; the pad's side is 1
 * @returns {Float32Array} [28 * 28] row by row, 0 (paper) to 255 (ink); all 0 without strokes
 */
export function toImage(strokes) {
  const lines = intoBox(strokes);
  const ink = new Float32Array(SIZE * SIZE);
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let y = 0; y < BOX; y++) {
    for (let x = 0; x < BOX; x++) {
      const value = 255 * coverage(distance(lines, x + 0.5, y + 0.5));
      ink[y * SIZE + x] = value;
      mass += value;
      massX += value * x;
      massY += value * y;
    }
  }
  return mass === 0 ? ink : moved(ink, offset(massX / mass), offset(massY / mass));
}

/** Moves and scales the strokes so that their ink fills the box from its upper left corner. */
function intoBox(strokes) {
  const points = strokes.flat();
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  const right = Math.max(...points.map(([x]) => x));
  const bottom = Math.max(...points.map(([, y]) => y));
  const scale = Math.min((BOX - PEN) / Math.max(right - left, bottom - top), MAX_SCALE);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [(x - left) * scale + PEN / 2, (y - top) * scale + PEN / 2]));
}

/** How far a place is from the nearest line; a stroke of one point is a dot. */
function distance(lines, x, y) {
  let nearest = Infinity;
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) {
      const [x1, y1] = line[Math.max(0, i - 1)];
      const [x2, y2] = line[i];
      const dx = x2 - x1;
      const dy = y2 - y1;
      const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(x1 + t * dx - x, y1 + t * dy - y));
    }
  }
  return nearest;
}

/** The share of a pixel that the pen covers, from the distance of the pixel's centre. */
function coverage(distance) {
  return Math.min(1, Math.max(0, PEN / 2 + 0.5 - distance));
}

/** Whole pixels that bring the centre of mass to pixel 14 and leave the box inside the image. */
function offset(centre) {
  return Math.min(SIZE - BOX, Math.max(0, SIZE / 2 - Math.round(centre)));
}

function moved(image, right, down) {
  const result = new Float32Array(SIZE * SIZE);
  for (let y = 0; y < BOX; y++) {
    result.set(image.subarray(y * SIZE, y * SIZE + BOX), (y + down) * SIZE + right);
  }
  return result;
}
