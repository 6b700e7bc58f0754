// The depth chart: what rests up to each price. Geometry in floats; the numbers in the tip are exact.
import { format, percentChange } from './decimals.js';
import { paced, setText } from './pacing.js';

const drawingsPerSecond = 4;
const padding = { top: 16, bottom: 26 };

export function startDepth({ root, feed, market }) {
  const pane = root.querySelector('[data-chart-pane]');
  const body = pane.querySelector('[data-depth]');
  const canvas = body.querySelector('canvas');
  const tip = pane.querySelector('[data-depth-tip]');
  let hoverX = null;
  let view = null;

  const draw = paced(() => {
    if (body.hidden || feed.market.seq < 0) return;
    view = viewOf(feed.market);
    pane.querySelector('[data-depth-empty]').hidden = view !== null;
    paint(canvas, view, hoverX, market);
    showTip();
  }, drawingsPerSecond);

  function showTip() {
    const point = view && hoverX !== null ? pointAt(view, hoverX / canvas.clientWidth) : null;
    tip.hidden = point === null;
    if (!point) return;
    setText(tip, tipText(point, view.middle, market));
    const left = hoverX > canvas.clientWidth / 2 ? hoverX - tip.offsetWidth - 14 : hoverX + 14;
    tip.style.transform = `translate(${left}px, 28px)`;
  }

  pane.addEventListener('click', event => {
    const tab = event.target.closest('[data-chart-tab]')?.dataset.chartTab;
    if (!tab) return;
    pane.dataset.tab = tab;
    body.hidden = tab !== 'depth';
    pane.querySelector('[data-chart]').hidden = tab !== 'price';
    pane.querySelector('[data-chart-legend]').hidden = tab !== 'price';
    for (const button of pane.querySelectorAll('[data-chart-tab]'))
      button.setAttribute('aria-pressed', String(button.dataset.chartTab === tab));
    draw();
  });
  canvas.addEventListener('pointermove', event => { hoverX = event.offsetX; draw(); });
  canvas.addEventListener('pointerleave', () => { hoverX = null; draw(); });
  feed.addEventListener('change', draw);
  addEventListener('exchange:theme', draw);
  new ResizeObserver(draw).observe(body);
}

/** Price, what rests up to it, and how far it is from the middle of the book. */
function tipText(point, middle, market) {
  return [
    `Price     ${format(point.ticks, market.priceDecimals)}`,
    `Sum       ${format(point.sum, market.quantityDecimals)}`,
    `Slippage  ${percentChange(middle, point.ticks * 2n)} %`,
  ].join('\n');
}

/** Cumulative points of both sides over the same distance from the middle; null while a side is empty. */
export function viewOf({ bids, asks }) {
  if (bids.levels.length === 0 || asks.levels.length === 0) return null;
  // Twice the middle price, so that it stays whole.
  const middle = bids.levels[0].ticks + asks.levels[0].ticks;
  const reach = level => (2n * level.ticks > middle ? 2n * level.ticks - middle : middle - 2n * level.ticks);
  const [farBid, farAsk] = [reach(bids.levels.at(-1)), reach(asks.levels.at(-1))];
  const half = farBid < farAsk ? farBid : farAsk;
  const cumulate = levels => {
    let sum = 0n;
    return levels.filter(level => reach(level) <= half).map(({ ticks, lots }) => ({ ticks, sum: sum += lots }));
  };
  return { middle, half, bids: cumulate(bids.levels), asks: cumulate(asks.levels) };
}

/** The point under a place between 0 (left) and 1 (right). */
export function pointAt(view, place) {
  const twice = Number(view.middle) + (2 * place - 1) * Number(view.half);
  const isBid = twice < Number(view.middle);
  const points = isBid ? view.bids : view.asks;
  const passed = points.filter(({ ticks }) => (isBid ? 2 * Number(ticks) >= twice : 2 * Number(ticks) <= twice));
  return passed.at(-1) ?? points[0];
}

function paint(canvas, view, hoverX, market) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (!view) return;
  const [bidSum, askSum] = [view.bids.at(-1)?.sum ?? 0n, view.asks.at(-1)?.sum ?? 0n];
  const most = Number(bidSum > askSum ? bidSum : askSum) || 1;
  const middle = Number(view.middle);
  const half = Number(view.half) || 1;
  const place = {
    x: ticks => width / 2 + ((2 * Number(ticks) - middle) / half) * (width / 2),
    y: sum => height - padding.bottom - (Number(sum) / most) * (height - padding.top - padding.bottom),
    floor: height - padding.bottom, width,
  };
  paintSide(context, view.bids, 0, place, '--up', '--up-bar');
  paintSide(context, view.asks, width, place, '--down', '--down-bar');
  paintAxis(context, view, place, market);
  if (hoverX === null) return;
  context.strokeStyle = colour('--text-3');
  context.setLineDash([3, 3]);
  context.strokeRect(hoverX, 0, 0, place.floor);
  context.setLineDash([]);
}

function paintSide(context, points, edge, place, stroke, fill) {
  if (points.length === 0) return;
  const start = place.x(points[0].ticks);
  const steps = new Path2D();
  steps.moveTo(start, place.floor);
  let y = place.floor;
  for (const point of points) {
    const x = place.x(point.ticks);
    steps.lineTo(x, y);
    steps.lineTo(x, y = place.y(point.sum));
  }
  steps.lineTo(edge, y);
  context.strokeStyle = colour(stroke);
  context.lineWidth = 1.5;
  context.stroke(steps);
  steps.lineTo(edge, place.floor);
  steps.closePath();
  context.fillStyle = colour(fill);
  context.fill(steps);
}

function paintAxis(context, view, place, market) {
  context.fillStyle = colour('--text-2');
  context.strokeStyle = colour('--line');
  context.lineWidth = 1;
  context.strokeRect(0, place.floor + 0.5, place.width, 0);
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  context.textBaseline = 'middle';
  const y = place.floor + padding.bottom / 2;
  const labels = [[-8n, 'left', 10], [-4n, 'center', place.width / 4], [0n, 'center', place.width / 2],
    [4n, 'center', place.width * 0.75], [8n, 'right', place.width - 10]];
  for (const [eighths, align, x] of labels) {
    context.textAlign = align;
    context.fillText(format((view.middle + (view.half * eighths) / 8n) / 2n, market.priceDecimals), x, y);
  }
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
