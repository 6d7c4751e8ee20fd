// From an image of MNIST to strokes: the thinned digit, followed line by line.

const SIZE = 28;

// Each pixel becomes 4 x 4, linearly interpolated, so that the lines come out smooth.
const FINE = 4;
const SIDE = SIZE * FINE;

const NEIGHBORS = [[0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1]];

/**
 * @param {Uint8Array} image [28 * 28]
 * @returns {number[][][]} strokes of points [x, y]; the image's side is 1
 */
export function strokesOf(image) {
  return follow(thin(enlarge(image)))
    .map(smooth)
    .map((stroke) => stroke.filter((_, i) => i % FINE === 0 || i === stroke.length - 1))
    .map((stroke) => stroke.map((point) => point.map((c) => Number(((c + 0.5) / SIDE).toFixed(4)))));
}

function enlarge(image) {
  const at = (x, y) => (x < 0 || y < 0 || x >= SIZE || y >= SIZE ? 0 : image[y * SIZE + x]);
  const ink = new Uint8Array(SIDE * SIDE);
  for (let v = 0; v < SIDE; v++) {
    for (let u = 0; u < SIDE; u++) {
      const x = (u + 0.5) / FINE - 0.5;
      const y = (v + 0.5) / FINE - 0.5;
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const a = x - x0;
      const b = y - y0;
      const value =
        (1 - b) * ((1 - a) * at(x0, y0) + a * at(x0 + 1, y0)) +
        b * ((1 - a) * at(x0, y0 + 1) + a * at(x0 + 1, y0 + 1));
      ink[v * SIDE + u] = value >= 128 ? 1 : 0;
    }
  }
  return ink;
}

// Zhang and Suen, A fast parallel algorithm for thinning digital patterns, CACM 27(3), 1984.
function thin(ink) {
  for (let changed = true; changed; ) {
    changed = false;
    for (const [first, second] of [[[0, 2, 4], [2, 4, 6]], [[0, 2, 6], [0, 4, 6]]]) {
      const gone = [];
      for (let i = 0; i < ink.length; i++) {
        if (!ink[i]) continue;
        const around = NEIGHBORS.map(([dx, dy]) => ink[i + dy * SIDE + dx]);
        const count = around.reduce((a, b) => a + b);
        const steps = around.filter((p, k) => !p && around[(k + 1) % 8]).length;
        if (count >= 2 && count <= 6 && steps === 1 &&
            first.some((k) => !around[k]) && second.some((k) => !around[k])) {
          gone.push(i);
        }
      }
      gone.forEach((i) => (ink[i] = 0));
      changed ||= gone.length > 0;
    }
  }
  return ink;
}

/** Walks from an end, or from anywhere on a ring, until nothing unseen is next; then once more. */
function follow(ink) {
  const left = new Set([...ink.keys()].filter((i) => ink[i]));
  const around = (i) =>
    NEIGHBORS.map(([dx, dy]) => i + dy * SIDE + dx)
      .sort((a, b) => (Math.abs(a - i) === 1 || Math.abs(a - i) === SIDE ? 0 : 1) -
                      (Math.abs(b - i) === 1 || Math.abs(b - i) === SIDE ? 0 : 1));
  const strokes = [];
  while (left.size > 0) {
    const ends = [...left].filter((i) => around(i).filter((n) => left.has(n)).length <= 1);
    let here = ends[0] ?? left.values().next().value;
    // Joins a branch to the line that it leaves.
    const joint = around(here).find((n) => ink[n] && !left.has(n));
    const stroke = joint === undefined ? [] : [joint];
    while (here !== undefined) {
      stroke.push(here);
      left.delete(here);
      here = around(here).find((n) => left.has(n));
    }
    const end = around(stroke.at(-1)).find((n) => ink[n] && !stroke.slice(-3).includes(n));
    if (end !== undefined) stroke.push(end);
    strokes.push(stroke.map((i) => [i % SIDE, Math.floor(i / SIDE)]));
  }
  return strokes.filter((stroke) => stroke.length > FINE || strokes.length === 1);
}

function smooth(stroke) {
  return stroke.map((point, i) => {
    const reach = Math.min(FINE, i, stroke.length - 1 - i);
    const near = stroke.slice(i - reach, i + reach + 1);
    return [0, 1].map((axis) => near.reduce((sum, p) => sum + p[axis], 0) / near.length);
  });
}
