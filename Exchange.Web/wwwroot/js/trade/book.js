// The order book: a constant number of rows that are reused, drawn at most ten times a second.
import { format, parse } from './decimals.js';
import { groupLevels, groupOf, share } from './grouping.js';
import { paced, setText, settings } from './pacing.js';

const groupingKey = 'book.grouping';
const mostRows = 40;

export function startBook({ root, feed, market }) {
  const pane = root.querySelector('[data-book]');
  const sides = [
    { name: 'sell', isBid: false, levels: () => feed.market.asks.levels, body: pane.querySelector('.book-asks'), rows: [] },
    { name: 'buy', isBid: true, levels: () => feed.market.bids.levels, body: pane.querySelector('.book-bids'), rows: [] },
  ];
  const parts = {
    mid: pane.querySelector('[data-mid]'), spread: pane.querySelector('[data-spread]'),
    empty: pane.querySelector('[data-book-empty]'),
  };
  const tick = parse(market.tick, market.priceDecimals);
  let step = tick;
  let own = [];

  const draw = paced(() => {
    if (feed.market.seq < 0) return;
    const shown = sides.map(side => groupLevels(side.levels(), side.isBid, step, side.rows.length));
    const deepest = shown.reduce((most, groups) => (groups.at(-1)?.sum > most ? groups.at(-1).sum : most), 0n);
    sides.forEach((side, i) => drawSide(side, shown[i], deepest));
    drawSpread();
  });

  function drawSide(side, groups, deepest) {
    const marked = new Set(own.filter(o => o.side === side.name).map(o => groupOf(o.ticks, side.isBid, step)));
    side.rows.forEach((row, i) => {
      const group = groups[i];
      setText(row.price, group ? format(group.ticks, market.priceDecimals) : '');
      setText(row.size, group ? format(group.lots, market.quantityDecimals) : '');
      setText(row.sum, group ? format(group.sum, market.quantityDecimals) : '');
      row.bar.style.transform = `scaleX(${group ? share(group.sum, deepest) : 0})`;
      if (group) row.element.dataset.price = row.price.textContent;
      else delete row.element.dataset.price;
      const isOwn = group !== undefined && marked.has(group.ticks);
      if (isOwn === row.element.hasAttribute('data-own')) return;
      row.element.toggleAttribute('data-own', isOwn);
      row.element.title = isOwn ? 'You have an order here' : '';
    });
  }

  function drawSpread() {
    const [ask, bid] = sides.map(side => side.levels()[0]);
    const hasBoth = Boolean(ask && bid);
    setText(parts.spread, hasBoth ? format(ask.ticks - bid.ticks, market.priceDecimals) : '–');
    const last = feed.market.ticker?.last;
    setText(parts.mid, last && parse(last, market.priceDecimals) > 0n ? last : '–');
    parts.empty.hidden = Boolean(ask || bid);
  }

  function fit() {
    let isChanged = false;
    for (const side of sides) {
      if (side.body.clientHeight === 0) continue;
      const height = parseFloat(getComputedStyle(side.body).getPropertyValue('--row'));
      const count = Math.min(mostRows, Math.max(1, Math.floor(side.body.clientHeight / height)));
      if (count === side.rows.length) continue;
      side.rows = Array.from({ length: count }, newRow);
      const elements = side.rows.map(row => row.element);
      // Asks stand with the best one at the bottom, next to the spread.
      side.body.replaceChildren(...(side.isBid ? elements : [...elements].reverse()));
      isChanged = true;
    }
    if (!isChanged) return;
    const first = sides[1].rows[0] ?? sides[0].rows[0];
    if (first) first.element.tabIndex = 0;
    draw();
  }

  function readGrouping() {
    const select = pane.querySelector('[data-grouping]');
    const saved = settings.get(`${groupingKey}.${market.code}`);
    if (saved && [...select.options].some(option => option.value === saved)) select.value = saved;
    step = tick * BigInt(select.value);
    select.addEventListener('change', () => {
      step = tick * BigInt(select.value);
      settings.set(`${groupingKey}.${market.code}`, select.value);
      draw();
    });
  }

  readGrouping();
  takePrices(pane);
  new ResizeObserver(() => feed.market.seq >= 0 && fit()).observe(sides[0].body);
  feed.addEventListener('change', () => { if (sides[0].rows.length === 0) fit(); draw(); });
  addEventListener('exchange:own-orders', event => {
    own = event.detail.map(o => ({ side: o.side, ticks: parse(o.price, market.priceDecimals) }));
    draw();
  });
}

function newRow() {
  const element = document.createElement('div');
  element.className = 'book-row';
  element.setAttribute('role', 'row');
  element.tabIndex = -1;
  const bar = document.createElement('i');
  bar.setAttribute('aria-hidden', 'true');
  const [price, size, sum] = Array.from({ length: 3 }, () => {
    const cell = document.createElement('span');
    cell.setAttribute('role', 'gridcell');
    return cell;
  });
  element.append(bar, price, size, sum);
  return { element, bar, price, size, sum };
}

/** Click, tap or Enter on a row takes its price; the arrow keys go from row to row. */
function takePrices(pane) {
  const rows = () => [...pane.querySelectorAll('.book-side .book-row[data-price]')];

  const take = row => {
    if (!row?.dataset.price) return;
    dispatchEvent(new CustomEvent('exchange:price', { detail: { price: row.dataset.price } }));
  };

  const focus = row => {
    if (!row) return;
    for (const other of pane.querySelectorAll('.book-row[tabindex="0"]')) other.tabIndex = -1;
    row.tabIndex = 0;
    row.focus();
  };

  pane.addEventListener('click', event => take(event.target.closest('.book-side .book-row')));
  pane.addEventListener('keydown', event => {
    const row = event.target.closest('.book-side .book-row');
    if (!row) return;
    const all = rows();
    const index = all.indexOf(row);
    const target = {
      ArrowDown: all[index + 1], ArrowUp: all[index - 1], Home: all[0], End: all.at(-1), Enter: row, ' ': row,
    };
    if (!(event.key in target)) return;
    event.preventDefault();
    if (event.key === 'Enter' || event.key === ' ') take(row);
    else focus(target[event.key]);
  });
}
