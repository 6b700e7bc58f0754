import { format, plain, share } from './decimals.js';

const rowHeight = 20;
const minRows = 8;

/** Draws the order book into the rows that the server rendered; rows are reused, never rebuilt. */
export class Ladder {
  #pane;
  #book;
  #info;
  #own = new Set();
  #rows = { asks: [], bids: [] };
  #step = 1n;

  constructor(pane, book, info) {
    this.#pane = pane;
    this.#book = book;
    this.#info = info;
    for (const side of ['asks', 'bids']) {
      const body = pane.querySelector(`[data-side="${side}"]`);
      this.#rows[side] = [...body.rows].map(Ladder.#cells);
      body.addEventListener('click', event => this.#pick(event.target.closest('tr')));
      body.addEventListener('keydown', event => this.#key(event));
    }
    this.#restoreGroup();
    new ResizeObserver(() => this.#fit()).observe(pane.querySelector('.ladder-scroll'));
  }

  setOwn(orders) {
    this.#own = new Set(orders.map(o => `${o.side}:${o.units}`));
    this.draw();
  }

  draw() {
    const asks = this.#book.levels('asks', this.#rows.asks.length, this.#step);
    const bids = this.#book.levels('bids', this.#rows.bids.length, this.#step);
    const deepest = [asks.at(-1)?.sum ?? 0n, bids.at(-1)?.sum ?? 0n].reduce((a, b) => (a > b ? a : b));
    const ownAsks = this.#grouped('sell', true);
    const ownBids = this.#grouped('buy', false);
    // The best ask is the lowest row of its half.
    const count = this.#rows.asks.length;
    this.#rows.asks.forEach((row, i) => this.#fill(row, asks[count - 1 - i], deepest, ownAsks));
    this.#rows.bids.forEach((row, i) => this.#fill(row, bids[i], deepest, ownBids));
    this.#drawSpread();
    this.#pane.querySelector('.ladder-empty').hidden = asks.length + bids.length > 0;
  }

  #grouped(side, up) {
    const levels = new Set();
    for (const key of this.#own) {
      const [ownSide, units] = key.split(':');
      if (ownSide !== side) continue;
      const price = BigInt(units);
      const rest = price % this.#step;
      levels.add(rest === 0n ? price : up ? price - rest + this.#step : price - rest);
    }
    return levels;
  }

  #fill(row, level, deepest, own) {
    const { priceDecimals, sizeDecimals } = this.#info;
    set(row.price, level ? format(level.price, priceDecimals) : '');
    set(row.size, level ? format(level.size, sizeDecimals) : '');
    set(row.sum, level ? format(level.sum, sizeDecimals) : '');
    const width = level ? share(level.sum, deepest) : 0;
    if (row.width !== width) row.tr.style.setProperty('--depth', String((row.width = width)));
    row.tr.classList.toggle('own', Boolean(level && own.has(level.price)));
    row.units = level?.price;
  }

  #drawSpread() {
    const ask = this.#book.best('asks');
    const bid = this.#book.best('bids');
    const has = ask !== undefined && bid !== undefined;
    set(this.#pane.querySelector('[data-spread]'), has ? format(ask - bid, this.#info.priceDecimals) : '–');
    const percent = has ? (Number(((ask - bid) * 1000000n) / ask) / 10000).toFixed(3) + '%' : '';
    set(this.#pane.querySelector('[data-spread-percent]'), percent);
  }

  #pick(tr) {
    const row = [...this.#rows.asks, ...this.#rows.bids].find(r => r.tr === tr);
    if (row?.units === undefined) return;
    const form = document.getElementById('order-form');
    const price = document.getElementById('order-price');
    if (form?.dataset.type === 'limit' && price && !price.disabled) {
      price.value = plain(row.units, this.#info.priceDecimals);
      price.dispatchEvent(new Event('input', { bubbles: true }));
      price.dispatchEvent(new Event('change', { bubbles: true }));
    }
    document.dispatchEvent(new CustomEvent('order-sheet', { detail: true }));
    document.getElementById('order-size')?.focus();
  }

  #key(event) {
    const tr = event.target.closest('tr');
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#pick(tr);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const all = [...this.#rows.asks, ...this.#rows.bids].map(r => r.tr);
      const next = all[all.indexOf(tr) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (!next) return;
      tr.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }

  #restoreGroup() {
    const select = this.#pane.querySelector('[data-grouping]');
    const key = `grouping:${this.#info.code}`;
    const apply = () => {
      this.#step = this.#info.tickUnits * BigInt(select.value);
      localStorage.setItem(key, select.value);
      this.draw();
    };
    const saved = localStorage.getItem(key);
    if (saved && [...select.options].some(o => o.value === saved)) select.value = saved;
    this.#step = this.#info.tickUnits * BigInt(select.value);
    select.addEventListener('change', apply);
  }

  #fit() {
    const space = this.#pane.querySelector('.ladder-scroll').clientHeight - this.#pane.querySelector('.spread').offsetHeight
      - this.#pane.querySelector('thead').offsetHeight;
    const wanted = Math.max(minRows, Math.floor(space / 2 / rowHeight));
    for (const side of ['asks', 'bids']) {
      const body = this.#pane.querySelector(`[data-side="${side}"]`);
      const rows = this.#rows[side];
      while (rows.length > wanted) {
        // Rows leave and join at the far end of their half.
        const row = side === 'asks' ? rows.shift() : rows.pop();
        row.tr.remove();
      }
      while (rows.length < wanted) {
        const tr = body.rows[0].cloneNode(true);
        tr.tabIndex = -1;
        const row = Ladder.#cells(tr);
        if (side === 'asks') { body.prepend(tr); rows.unshift(row); } else { body.append(tr); rows.push(row); }
      }
    }
    if (this.#book.sequence >= 0) this.draw();
  }

  static #cells(tr) {
    const [price, size, sum] = tr.cells;
    return { tr, price, size, sum, width: -1, units: undefined };
  }
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
