import { tidy } from './decimals.js';

const rowCount = 50;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** The public trades, newest on top, in a fixed set of rows. */
export class Tape {
  #rows;
  #trades = [];
  #info;
  #empty;

  constructor(pane, info) {
    this.#info = info;
    const body = pane.querySelector('tbody');
    this.#empty = pane.querySelector('.pane-empty');
    while (body.rows.length < rowCount) {
      const tr = body.insertRow();
      for (let i = 0; i < 3; i++) tr.insertCell().className = i === 0 ? '' : 'num';
    }
    this.#rows = [...body.rows].map(tr => ({ tr, cells: tr.cells, id: -1 }));
  }

  reset(trades) {
    this.#trades = trades.slice(0, rowCount);
  }

  add(trades) {
    const newest = this.#trades[0]?.id ?? -1;
    const fresh = trades.filter(t => Number(t.id) > Number(newest)).reverse();
    this.#trades = [...fresh, ...this.#trades].slice(0, rowCount);
  }

  draw() {
    this.#empty.hidden = this.#trades.length > 0;
    this.#rows.forEach((row, i) => {
      const trade = this.#trades[i];
      if (!trade || trade.id === row.id) return;
      row.id = trade.id;
      const bought = trade.side === 'buy';
      row.tr.className = bought ? 'up-row' : 'down-row';
      row.cells[0].textContent = `${bought ? '▲' : '▼'} ${tidy(trade.price, this.#info.priceDecimals)}`;
      row.cells[0].className = bought ? 'up' : 'down';
      row.cells[1].textContent = tidy(trade.amount, this.#info.sizeDecimals);
      const at = new Date(trade.at);
      row.cells[2].textContent = clock.format(at);
      row.cells[2].title = at.toISOString();
    });
  }
}
