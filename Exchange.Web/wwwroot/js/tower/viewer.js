// Pictures of documents: zoom and rotate, by button and by key. Nothing of it leaves the browser.
const steps = [1, 1.5, 2, 3, 4, 6];
const quarter = 90;
const acts = new WeakMap();

function show(viewer, state) {
  const image = viewer.querySelector('img');
  const stage = viewer.querySelector('.viewer-stage');
  if (image.naturalWidth === 0) return;
  const sideways = state.turn % (2 * quarter) !== 0;
  const [wide, high] = sideways ? [image.naturalHeight, image.naturalWidth] : [image.naturalWidth, image.naturalHeight];
  const scale = Math.min(stage.clientWidth / wide, stage.clientHeight / high) * steps[state.zoom];
  const width = image.naturalWidth * scale;
  const height = image.naturalHeight * scale;
  image.style.width = `${width}px`;
  image.style.height = `${height}px`;
  image.style.transform = `rotate(${state.turn}deg)`;
  // A rotated picture keeps the room that it had before: margins give it the room that it takes now.
  const gap = sideways ? (height - width) / 2 : 0;
  image.style.margin = `${-gap}px ${gap}px`;
}

for (const viewer of document.querySelectorAll('[data-viewer]')) {
  const state = { zoom: 0, turn: 0 };
  const change = (zoom, turn) => {
    state.zoom = Math.min(steps.length - 1, Math.max(0, zoom));
    state.turn = turn % (4 * quarter);
    show(viewer, state);
  };
  const all = {
    '+': () => change(state.zoom + 1, state.turn),
    '-': () => change(state.zoom - 1, state.turn),
    '0': () => change(0, state.turn),
    r: () => change(state.zoom, state.turn + quarter),
  };
  acts.set(viewer, all);
  viewer.querySelector('[data-zoom="in"]').addEventListener('click', all['+']);
  viewer.querySelector('[data-zoom="out"]').addEventListener('click', all['-']);
  viewer.querySelector('[data-zoom="fit"]').addEventListener('click', all['0']);
  viewer.querySelector('[data-rotate]').addEventListener('click', all.r);
  viewer.querySelector('img').addEventListener('load', () => show(viewer, state));
  new ResizeObserver(() => show(viewer, state)).observe(viewer.querySelector('.viewer-stage'));
}

/** The picture of the row that is looked at, or the first of which a good part is on the screen. */
function target() {
  const inRow = document.activeElement?.closest('[data-row]')?.querySelector('[data-viewer]');
  if (inRow) return inRow;
  return [...document.querySelectorAll('[data-viewer]')].find(viewer => {
    const box = viewer.getBoundingClientRect();
    return box.top < innerHeight / 2 && box.bottom > innerHeight / 3;
  }) ?? document.querySelector('[data-viewer]');
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog:modal')) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  const act = acts.get(target())?.[event.key === '=' ? '+' : event.key];
  if (!act) return;
  act();
  event.preventDefault();
});
