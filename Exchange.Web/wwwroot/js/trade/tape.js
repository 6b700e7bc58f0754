// Market trades: newest first, in rows that are reused, so that a reader's place in the list stays.
import { paced, setText } from './pacing.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function startTape({ root, feed }) {
  const body = root.querySelector('[data-tape-rows]');
  const empty = root.querySelector('[data-tape-empty]');
  let rows = [];

  const draw = paced(() => {
    const { trades } = feed.market;
    while (rows.length < trades.length) rows.push(newRow(body));
    rows.forEach((row, i) => drawRow(row, trades[i]));
    empty.hidden = trades.length > 0;
  });

  feed.addEventListener('change', event => {
    if (rows.length === 0) {
      // The server's rows give way to ours; both look the same.
      body.replaceChildren();
      rows = feed.market.trades.map(() => newRow(body));
    }
    if (event.detail === null || event.detail.trades.length > 0) draw();
  });
}

function newRow(body) {
  const element = body.insertRow();
  const [price, size, time] = [element.insertCell(), element.insertCell(), element.insertCell()];
  const arrow = document.createElement('i');
  arrow.setAttribute('aria-hidden', 'true');
  const text = document.createTextNode('');
  price.append(arrow, text);
  return { element, arrow, price: text, size, time };
}

function drawRow(row, trade) {
  row.element.hidden = !trade;
  if (!trade || row.id === trade.id) return;
  row.id = trade.id;
  const isBuy = trade.side === 'buy';
  row.element.className = isBuy ? 'up' : 'down';
  setText(row.arrow, isBuy ? '▲' : '▼');
  if (row.price.data !== trade.price) row.price.data = trade.price;
  setText(row.size, trade.amount);
  const at = new Date(trade.at);
  setText(row.time, clock.format(at));
  row.time.title = at.toISOString();
}
