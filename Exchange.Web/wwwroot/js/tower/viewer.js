// Pictures of documents: zoom and rotate, by button and by key. Nothing of it leaves the browser.
const steps = [1, 1.5, 2, 3, 4];
const quarter = 90;

for (const viewer of document.querySelectorAll('[data-viewer]')) {
  const image = viewer.querySelector('img');
  const stage = viewer.querySelector('.viewer-stage');
  let zoom = 0;
  let turn = 0;

  const show = () => {
    const sideways = turn % (2 * quarter) !== 0;
    // A picture on its side is fitted by its other measure.
    const fit = sideways && image.clientWidth > 0 ? Math.min(1, stage.clientWidth / Math.max(1, image.clientHeight)) : 1;
    image.style.width = `${steps[zoom] * 100}%`;
    image.style.transform = `rotate(${turn}deg) scale(${fit})`;
  };
  const enlarge = step => {
    zoom = Math.min(steps.length - 1, Math.max(0, zoom + step));
    show();
  };
  const rotate = () => {
    turn = (turn + quarter) % (4 * quarter);
    show();
  };

  viewer.querySelector('[data-zoom="in"]').addEventListener('click', () => enlarge(1));
  viewer.querySelector('[data-zoom="out"]').addEventListener('click', () => enlarge(-1));
  viewer.querySelector('[data-rotate]').addEventListener('click', rotate);
  viewer.closest('[data-row]').addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+') enlarge(1);
    else if (event.key === '-') enlarge(-1);
    else if (event.key === 'r') rotate();
    else return;
    event.preventDefault();
  });
}
