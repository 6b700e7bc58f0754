import { BookModel } from './book-model.js';
import { CandleChart, savedPeriod } from './chart.js';
import { parse } from './decimals.js';
import { DepthChart } from './depth.js';
import { Feed } from './feed.js';
import { Ladder } from './ladder.js';
import { MarketBar } from './market-bar.js';
import { startPanes } from './panes.js';
import { Picker } from './picker.js';
import { Tape } from './tape.js';

const framePauseMs = 100;
const trade = document.querySelector('.trade');
const info = readInfo(trade.dataset);
const book = new BookModel(info.priceDecimals, info.sizeDecimals);
const feed = new Feed(info.code, savedPeriod());
const ladder = new Ladder(trade.querySelector('.pane-book'), book, info);
const tape = new Tape(trade.querySelector('.pane-tape'), info);
const depth = new DepthChart(trade.querySelector('.depth'), book, info);
const bar = new MarketBar(trade.querySelector('.market-bar'), info);
const picker = new Picker();
const chart = new CandleChart(trade.querySelector('.candles'), feed, info);
startPanes(trade, picker);

let dirty = false;
let drawnAt = 0;

/** However many updates arrive, the page draws at most ten times a second, in an animation frame. */
function drawSoon() {
  if (dirty) return;
  dirty = true;
  setTimeout(() => requestAnimationFrame(() => {
    dirty = false;
    drawnAt = performance.now();
    ladder.draw();
    tape.draw();
    if (trade.dataset.chart === 'depth') depth.draw();
  }), Math.max(0, framePauseMs - (performance.now() - drawnAt)));
}

feed.addEventListener('snapshot', ({ detail }) => {
  book.reset(detail);
  tape.reset(detail.trades);
  bar.ticker(detail.ticker);
  bar.state(detail.state);
  drawSoon();
});

feed.addEventListener('update', ({ detail }) => {
  if (book.sequence < 0) return;
  if (!book.apply(detail)) {
    feed.watch();
    return;
  }
  if (detail.trades?.length) tape.add(detail.trades);
  if (detail.ticker) bar.ticker(detail.ticker);
  if (detail.state) bar.state(detail.state);
  drawSoon();
});

feed.addEventListener('tickers', ({ detail }) => picker.tickers(detail));
feed.addEventListener('liveness', ({ detail }) => bar.liveness(detail));
addEventListener('resize', () => { if (trade.dataset.chart === 'depth') depth.draw(); });
followOwnOrders();
feed.start();

/** The member's open orders come from the tables below, as data on one element. */
function followOwnOrders() {
  const read = () => {
    const source = document.getElementById('own-orders');
    const orders = JSON.parse(source?.dataset.orders || '[]').map(o => ({ ...o, units: parse(o.price, info.priceDecimals) }));
    ladder.setOwn(orders);
    chart.setOwn(orders);
  };
  const host = document.getElementById('order-tables');
  if (host) new MutationObserver(read).observe(host, { subtree: true, childList: true, attributeFilter: ['data-orders'] });
  read();
}

function readInfo(data) {
  const priceDecimals = Number(data.priceDecimals);
  return {
    code: data.code, name: data.name, base: data.base, quote: data.quote, priceDecimals,
    sizeDecimals: Number(data.sizeDecimals), tickUnits: parse(data.tick, priceDecimals),
  };
}
