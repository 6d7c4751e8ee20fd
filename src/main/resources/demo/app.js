// Side of the network's input image, in pixels.
const SIZE = 28;

// As fractions of the pad's side: the width of the pen, and how far a key moves it.
const PEN = 0.07;
const STEP = 0.05;
const SMALL_STEP = 0.01;

// The picture sent to the program, in pixels: its side and the width of the pen, eight times those of
// MNIST's digits and strokes. A drawing smaller than this fraction of the pad, such as a dot, is not
// enlarged to fill the picture.
const SIDE = 8 * 20;
const WIDTH = 8 * 2.4;
const SMALL = 0.1;

// Delay after the last change before a screen reader announces the prediction, in milliseconds.
const REST = 600;

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const element = (id) => document.getElementById(id);
const pad = element('pad');
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** The drawing: strokes of points [x, y]; the pad's side is 1. */
let strokes = [];

/** The stroke being drawn with a pointer, or null. */
let drawing = null;

/** The pen for keyboard input. */
const pen = { x: 0.5, y: 0.5, down: false, shown: false };

/** The dropped or pasted picture, or null while drawing. */
let picture = null;

const isBlank = () => strokes.length === 0 && !picture;

// --- Reading --------------------------------------------------------------------------------

const bars = Array.from({ length: 10 }, (_, digit) => {
  const row = document.createElement('li');
  row.innerHTML =
    `<span>${digit}</span><span class="track" aria-hidden="true"><span class="bar"></span></span>` +
    '<span class="value"></span>';
  element('bars').append(row);
  return { row, bar: row.querySelector('.bar'), value: row.querySelector('.value') };
});

let asking = false;
let unread = false;

/**
 * Classifies the drawing. A change during a request causes another request afterwards, so that the last
 * answer shown is current. An empty drawing is sent too, so that a model is loaded when it is chosen.
 */
async function read() {
  unread = true;
  if (asking) return;
  asking = true;
  element('reading').setAttribute('aria-busy', true);
  while (unread) {
    unread = false;
    let readings = [];
    let failure = '';
    try {
      readings = await ask();
    } catch (error) {
      failure = error.message.trim();
    }
    show(isBlank() ? [] : readings);
    element('failure').textContent = failure;
  }
  asking = false;
  element('reading').setAttribute('aria-busy', false);
}

/** Returns the image and the probabilities of each digit, from the chosen model. */
async function ask() {
  const url = `${choice.value}/${picture ? 'picture' : 'drawing'}`;
  const body = picture ?? (await drawn());
  const response = await fetch(url, { method: 'POST', body }).catch(() => {
    throw new Error('no answer: the program that serves this page may have stopped');
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

function show(readings) {
  showSeen(readings.map(({ pixels }) => pixels));
  const all = readings.map(({ probabilities }) => probabilities);
  const digits = all.map((row) => row.indexOf(Math.max(...row)));
  const none = digits.length === 0;
  const probabilities = none ? new Array(10).fill(0) : all[0];
  bars.forEach(({ row, bar, value }, digit) => {
    bar.style.setProperty('--probability', probabilities[digit]);
    value.textContent = none ? '–' : percent(probabilities[digit]);
    row.classList.toggle('first', digit === digits[0]);
  });
  element('digit').textContent = none ? '–' : digits.join('');
  element('digit').classList.toggle('none', none);
  element('certainty').textContent = !none
    ? all.map((row) => percent(Math.max(...row))).join(', ')
    : isBlank() ? 'nothing drawn' : 'not read';
  speakAtRest(() => digits.length > 1
    ? `Reads ${digits.join(' ')}.` : spoken(probabilities, none ? -1 : digits[0]));
}

function showSeen(images) {
  const canvas = element('seen');
  canvas.width = SIZE * Math.max(1, images.length);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(SIZE, SIZE);
  images.forEach((image, at) => {
    image.forEach((value, i) => pixels.data.set([value, value, value, 255], 4 * i));
    context.putImageData(pixels, at * SIZE, 0);
  });
}

function spoken(probabilities, first) {
  if (first < 0) return isBlank() ? 'Nothing drawn.' : 'Not read.';
  const second = probabilities.indexOf(Math.max(...probabilities.filter((_, i) => i !== first)));
  return `Reads ${first}, ${percent(probabilities[first])}; ` +
    `then ${second}, ${percent(probabilities[second])}.`;
}

let speaking;

function speakAtRest(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => (element('spoken').textContent = text()), REST);
}

// --- Drawing --------------------------------------------------------------------------------

let pending = false;

/** Paints once per frame, for any number of new points. */
function repaint() {
  if (pending) return;
  pending = true;
  requestAnimationFrame(() => {
    pending = false;
    paint();
  });
}

function changed() {
  repaint();
  read();
}

function paint() {
  const side = Math.round(pad.clientWidth * devicePixelRatio);
  if (pad.width !== side) pad.width = pad.height = side;
  const context = pad.getContext('2d');
  const style = getComputedStyle(pad);
  context.setTransform(side, 0, 0, side, 0, 0);
  context.clearRect(0, 0, 1, 1);
  context.strokeStyle = style.color;
  trace(context, PEN);
  if (pen.shown) {
    context.beginPath();
    context.arc(pen.x, pen.y, PEN / 2, 0, 2 * Math.PI);
    context.lineWidth = 0.008;
    context.strokeStyle = context.fillStyle = style.getPropertyValue('--accent');
    context.stroke();
    if (pen.down) context.fill();
  }
  element('hint').hidden = strokes.length > 0;
}

function trace(context, width) {
  context.lineWidth = width;
  context.lineCap = context.lineJoin = 'round';
  strokes.forEach((stroke) => {
    context.beginPath();
    const [startX, startY] = stroke[0];
    context.moveTo(startX, startY);
    // A line of length 0 would not be drawn.
    context.lineTo(startX + 0.001, startY);
    stroke.forEach(([x, y], i) => {
      const [nextX, nextY] = stroke[i + 1] ?? [x, y];
      context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    });
    context.stroke();
  });
}

/** Returns the drawing as a picture, white on black, enlarged to fill it. */
function drawn() {
  const [columns, rows] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const [left, top, right, bottom] =
    [Math.min(...columns), Math.min(...rows), Math.max(...columns), Math.max(...rows)];
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  context.fillRect(0, 0, SIDE, SIDE);
  const scale = (SIDE - WIDTH) / Math.max(right - left, bottom - top, SMALL);
  context.strokeStyle = 'white';
  context.translate(SIDE / 2, SIDE / 2);
  context.scale(scale, scale);
  context.translate(-(left + right) / 2, -(top + bottom) / 2);
  trace(context, WIDTH / scale);
  return canvas.convertToBlob();
}

function clear() {
  strokes = [];
  picture = null;
  show([]);
  drawing = null;
  pen.down = false;
  changed();
}

function begin(point) {
  picture = null;
  strokes.push([point]);
  return strokes.at(-1);
}

function undo() {
  strokes.pop();
  drawing = null;
  pen.down = false;
  changed();
}

const inside = (share) => Math.min(1, Math.max(0, share));

function place(event) {
  const box = pad.getBoundingClientRect();
  return [
    inside((event.clientX - box.left) / box.width),
    inside((event.clientY - box.top) / box.height),
  ];
}

pad.addEventListener('pointerdown', (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  pad.setPointerCapture(event.pointerId);
  pen.shown = pen.down = false;
  drawing = begin(place(event));
  changed();
});

pad.addEventListener('pointermove', (event) => {
  if (!event.isPrimary || !drawing) return;
  const events = event.getCoalescedEvents?.() ?? [];
  drawing.push(...(events.length > 0 ? events : [event]).map(place));
  changed();
});

for (const end of ['pointerup', 'pointercancel']) {
  pad.addEventListener(end, (event) => {
    if (event.isPrimary) drawing = null;
  });
}

// --- Keys -----------------------------------------------------------------------------------

const held = new Set();

function movePen(step) {
  for (const key of held) {
    pen.x = inside(pen.x + step * ARROWS[key][0]);
    pen.y = inside(pen.y + step * ARROWS[key][1]);
  }
  if (pen.down) strokes.at(-1).push([pen.x, pen.y]);
}

function setPenDown(down) {
  pen.down = down;
  if (down) begin([pen.x, pen.y]);
  const [across, along] = [pen.x, pen.y].map((share) => Math.round(100 * share));
  element('spoken').textContent =
    `Pen ${down ? 'down' : 'up'}, ${across} percent from the left, ${along} from the top.`;
}

pad.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS) {
    // Two arrow keys held together move diagonally.
    held.add(event.key);
    movePen(event.shiftKey ? SMALL_STEP : STEP);
  } else if (event.key === ' ' || event.key === 'Enter') {
    if (!event.repeat) setPenDown(!pen.down);
  } else if (event.key === 'Backspace') {
    undo();
  } else {
    return;
  }
  event.preventDefault();
  pen.shown = true;
  repaint();
  if (pen.down) read();
});

pad.addEventListener('keyup', (event) => held.delete(event.key));

pad.addEventListener('focus', () => {
  pen.shown = pad.matches(':focus-visible');
  repaint();
});

pad.addEventListener('blur', () => {
  held.clear();
  pen.shown = pen.down = false;
  repaint();
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') clear();
});

element('clear').addEventListener('click', clear);
element('undo').addEventListener('click', undo);

// --- Pictures -------------------------------------------------------------------------------

document.addEventListener('dragover', (event) => event.preventDefault());

for (const [name, data] of [['drop', 'dataTransfer'], ['paste', 'clipboardData']]) {
  document.addEventListener(name, (event) => {
    const [file] = event[data].files;
    if (!file) return;
    event.preventDefault();
    clear();
    picture = file;
    changed();
  });
}

// --- Models ---------------------------------------------------------------------------------

const choice = element('model');

function choose({ test_accuracy: accuracy, parameters }) {
  element('accuracy').textContent = `${(100 * accuracy).toFixed(2)} % test accuracy`;
  element('parameters').textContent = parameters.toLocaleString('en');
  changed();
}

async function start() {
  const models = await (await fetch('models.json')).json();
  const titles = models.map(({ title }) => title);
  for (const { path, title, seed } of models) {
    const alone = titles.filter((other) => other === title).length === 1;
    choice.append(new Option(alone ? title : `${title}, seed ${seed}`, path));
  }
  choice.addEventListener('change', () => choose(models[choice.selectedIndex]));
  choose(models[0]);
}

new ResizeObserver(repaint).observe(pad);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
start().catch((error) => (element('failure').textContent = error.message));
