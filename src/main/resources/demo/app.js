import { SIZE, toImage } from './digit.js';

const { tf } = globalThis;

// The pen on the pad, as a share of its side: what it looks like, and how far a key moves it.
const PEN = 0.07;
const STEP = 0.05;
const SMALL_STEP = 0.01;

// A screen reader is told the reading when the drawing has rested as long, in milliseconds.
const REST = 600;

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const element = (id) => document.getElementById(id);
const pad = element('pad');
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** What is drawn: strokes of points [x, y]; the pad's side is 1. */
let strokes = [];

/** The stroke that a pointer is drawing. */
let drawing = null;

/** The pen that the keys move. */
const pen = { x: 0.5, y: 0.5, down: false, shown: false };

let model = null;

/** The images of the digits in a picture that was dropped or pasted; none where one draws. */
let pictured = [];

// --- Reading --------------------------------------------------------------------------------

const bars = Array.from({ length: 10 }, (_, digit) => {
  const row = document.createElement('li');
  row.innerHTML =
    `<span>${digit}</span><span class="track" aria-hidden="true"><span class="bar"></span></span>` +
    '<span class="value"></span>';
  element('bars').append(row);
  return { row, bar: row.querySelector('.bar'), value: row.querySelector('.value') };
});

function classify(image) {
  return tf.tidy(() =>
    model.execute(tf.tensor4d(image, [1, SIZE, SIZE, 1]), 'probabilities').dataSync());
}

function read() {
  const drawn = strokes.length > 0;
  const images = drawn ? [toImage(strokes)] : pictured;
  showSeen(images);
  const all = model ? images.map((image) => Array.from(classify(image))) : [];
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
    : images.length > 0 ? 'no model' : 'nothing drawn';
  if (model) {
    speakAtRest(() => digits.length > 1
      ? `Reads ${digits.join(' ')}.` : spoken(probabilities, none ? -1 : digits[0]));
  }
}

function showSeen(images) {
  const canvas = element('seen');
  canvas.width = SIZE * Math.max(1, images.length);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(SIZE, SIZE);
  (images.length > 0 ? images : [new Float32Array(SIZE * SIZE)]).forEach((image, at) => {
    image.forEach((value, i) => pixels.data.set([value, value, value, 255], 4 * i));
    context.putImageData(pixels, at * SIZE, 0);
  });
}

function spoken(probabilities, first) {
  if (first < 0) return 'Nothing drawn.';
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
let unread = false;

/** Paints, and reads what is new, once a frame however many points came. */
function update(isNew) {
  unread ||= isNew;
  if (pending) return;
  pending = true;
  requestAnimationFrame(() => {
    pending = false;
    paint();
    if (unread) read();
    unread = false;
  });
}

const changed = () => update(true);
const repaint = () => update(false);

function paint() {
  const side = Math.round(pad.clientWidth * devicePixelRatio);
  if (pad.width !== side) pad.width = pad.height = side;
  const context = pad.getContext('2d');
  const style = getComputedStyle(pad);
  context.setTransform(side, 0, 0, side, 0, 0);
  context.clearRect(0, 0, 1, 1);
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = style.color;
  strokes.forEach((stroke) => {
    context.beginPath();
    context.moveTo(...stroke[0]);
    context.lineTo(...stroke[0]);
    stroke.forEach(([x, y], i) => {
      const [nextX, nextY] = stroke[i + 1] ?? [x, y];
      context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    });
    context.stroke();
  });
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

function clear() {
  strokes = [];
  pictured = [];
  element('failure').textContent = '';
  drawing = null;
  pen.down = false;
  changed();
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
  pictured = [];
  drawing = [place(event)];
  strokes.push(drawing);
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
  if (down) strokes.push([[pen.x, pen.y]]);
  const [across, along] = [pen.x, pen.y].map((share) => Math.round(100 * share));
  element('spoken').textContent =
    `Pen ${down ? 'down' : 'up'}, ${across} percent from the left, ${along} from the top.`;
}

pad.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS) {
    // Two arrows held together go askew.
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
  update(pen.down);
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

/** Has the program that serves this page find the digits, as `predict` does. */
async function readPicture(file) {
  clear();
  try {
    const response = await fetch('picture', { method: 'POST', body: file });
    if (!response.ok) throw new Error(await response.text());
    pictured = (await response.json()).map(({ pixels }) => pixels);
  } catch (error) {
    element('failure').textContent = error.message.trim();
  }
  changed();
}

document.addEventListener('dragover', (event) => event.preventDefault());

for (const [name, data] of [['drop', 'dataTransfer'], ['paste', 'clipboardData']]) {
  document.addEventListener(name, (event) => {
    const [file] = event[data].files;
    if (!file) return;
    event.preventDefault();
    readPicture(file);
  });
}

// --- Models ---------------------------------------------------------------------------------

const choice = element('model');
const address = (path) => path.split('/').map(encodeURIComponent).join('/');

async function load(entry) {
  element('failure').textContent = '';
  try {
    const url = `${address(entry.path)}/model.json`;
    const response = await fetch(url);
    if (!response.ok) throw new Error(await response.text());
    const loaded = await tf.loadGraphModel(url);
    if (choice.value !== entry.path) return;
    model = loaded;
    element('accuracy').textContent =
      `reads ${(100 * entry.test_accuracy).toFixed(2)} % of the test images right`;
    element('parameters').textContent = entry.parameters.toLocaleString('en');
    document.documentElement.dataset.model = entry.path;
  } catch (error) {
    if (choice.value !== entry.path) return;
    model = null;
    element('accuracy').textContent = '';
    element('failure').textContent = `${choice.selectedOptions[0].text}: ${error.message.trim()}`;
  }
  changed();
}

async function start() {
  await tf.setBackend('cpu');
  const models = await (await fetch('models.json')).json();
  const titles = models.map(({ title }) => title);
  for (const { path, title, seed } of models) {
    const alone = titles.filter((other) => other === title).length === 1;
    choice.append(new Option(alone ? title : `${title}, seed ${seed}`, path));
  }
  choice.addEventListener('change', () => load(models[choice.selectedIndex]));
  await load(models[0]);
}

new ResizeObserver(repaint).observe(pad);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
start().catch((error) => (element('failure').textContent = error.message));
