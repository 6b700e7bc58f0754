import { format, share } from './decimals.js';

const levelCount = 200;

/** The depth chart: cumulative size by price, drawn on a canvas. */
export class DepthChart {
  #canvas;
  #note;
  #book;
  #info;
  #pointer = null;

  constructor(pane, book, info) {
    this.#canvas = pane.querySelector('canvas');
    this.#note = pane.querySelector('[data-depth-note]');
    this.#book = book;
    this.#info = info;
    this.#canvas.addEventListener('pointermove', event => { this.#pointer = event.offsetX; this.draw(); });
    this.#canvas.addEventListener('pointerleave', () => { this.#pointer = null; this.draw(); });
    addEventListener('themechange', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.#canvas);
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const scale = devicePixelRatio || 1;
    if (this.#canvas.width !== Math.round(width * scale)) this.#canvas.width = Math.round(width * scale);
    if (this.#canvas.height !== Math.round(height * scale)) this.#canvas.height = Math.round(height * scale);
    const pen = this.#canvas.getContext('2d');
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const view = this.#view(width, height - 22);
    if (!view) return this.#say('No orders yet.');
    this.#side(pen, view, view.bids, '--up');
    this.#side(pen, view, view.asks, '--down');
    this.#axis(pen, view, width, height);
    this.#hover(pen, view);
  }

  #view(width, height) {
    let bids = this.#book.levels('bids', levelCount);
    let asks = this.#book.levels('asks', levelCount);
    if (bids.length === 0 || asks.length === 0) return null;
    // Both sides reach equally far from the middle.
    const middle = (bids[0].price + asks[0].price) / 2n;
    const reaches = [middle - bids.at(-1).price, asks.at(-1).price - middle];
    const reach = (reaches[0] < reaches[1] ? reaches[0] : reaches[1]) || 1n;
    bids = bids.filter(l => l.price >= middle - reach);
    asks = asks.filter(l => l.price <= middle + reach);
    const deepest = [bids, asks].map(s => s.at(-1)?.sum ?? 0n).reduce((a, b) => (a > b ? a : b));
    const x = price => width / 2 + (Number(price - middle) / Number(reach)) * (width / 2);
    return { bids, asks, middle, reach, width, height, x, y: sum => height - share(sum, deepest) * height * 0.92 };
  }

  #side(pen, { x, y, height, width }, levels, colour) {
    if (levels.length === 0) return;
    pen.beginPath();
    pen.moveTo(x(levels[0].price), height);
    let sum = 0n;
    for (const level of levels) {
      pen.lineTo(x(level.price), y(sum));
      pen.lineTo(x(level.price), y((sum = level.sum)));
    }
    pen.lineTo(colour === '--up' ? 0 : width, y(sum));
    pen.strokeStyle = css(colour);
    pen.lineWidth = 1.5;
    pen.stroke();
    pen.lineTo(colour === '--up' ? 0 : width, height);
    pen.closePath();
    pen.fillStyle = css(`${colour}-soft`);
    pen.fill();
  }

  #axis(pen, { middle, reach, x }, width, height) {
    pen.fillStyle = css('--text-2');
    pen.font = `11px ${css('--font')}`;
    pen.textAlign = 'center';
    for (const part of [-2n, -1n, 0n, 1n, 2n]) {
      const price = middle + (reach * part) / 3n;
      pen.fillText(format(price, this.#info.priceDecimals), Math.min(width - 30, Math.max(30, x(price))), height - 6);
    }
  }

  #hover(pen, view) {
    if (this.#pointer === null) return this.#say('Point at the chart to read price, cumulative size and slippage.');
    const isBid = this.#pointer < view.width / 2;
    const levels = isBid ? view.bids : view.asks;
    const reached = levels.filter(l => (isBid ? view.x(l.price) >= this.#pointer : view.x(l.price) <= this.#pointer)).at(-1) ?? levels[0];
    if (!reached) return;
    pen.strokeStyle = css('--text-3');
    pen.setLineDash([3, 3]);
    pen.beginPath();
    pen.moveTo(view.x(reached.price), 0);
    pen.lineTo(view.x(reached.price), view.height);
    pen.stroke();
    pen.setLineDash([]);
    const best = levels[0].price;
    const away = reached.price > best ? reached.price - best : best - reached.price;
    const slippage = (Number((away * 1000000n) / best) / 10000).toFixed(2);
    this.#say(`${isBid ? 'Sell down to' : 'Buy up to'} ${format(reached.price, this.#info.priceDecimals)} ${this.#info.quote} · `
      + `cumulative ${format(reached.sum, this.#info.sizeDecimals)} ${this.#info.base} · slippage ${slippage}%`);
  }

  #say(text) {
    if (this.#note.textContent !== text) this.#note.textContent = text;
  }
}

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
