// Starts the live parts of the trading page. Each stands by itself: one that fails leaves the others running.
import { startBook } from './book.js';
import { startChart } from './chart.js';
import { startDepth } from './depth.js';
import { MarketFeed, connectToHub } from './feed.js';
import { startLayout } from './layout.js';
import { startMarketBar } from './market-bar.js';
import { startPicker } from './picker.js';
import { startShortcuts } from './shortcuts.js';
import { startTape } from './tape.js';

const root = document.querySelector('[data-trade]');
if (root) start();

function start() {
  const { market: code, name, tick, priceDecimals, quantityDecimals } = root.dataset;
  const market = { code, name, tick, priceDecimals: Number(priceDecimals), quantityDecimals: Number(quantityDecimals) };
  const feed = new MarketFeed(code, { price: market.priceDecimals, quantity: market.quantityDecimals }, connectToHub);
  const page = { root, feed, market };

  const layout = attempt(startLayout, page);
  const picker = attempt(startPicker, page);
  attempt(startShortcuts, { openPicker: () => picker?.open(), closeSheet: () => layout?.close() });
  for (const pane of [startMarketBar, startBook, startTape, startChart, startDepth]) attempt(pane, page);
  dispatchEvent(new CustomEvent('exchange:own-orders-wanted'));
  feed.start();
}

function attempt(begin, page) {
  try {
    return begin(page);
  } catch (error) {
    console.error(`${begin.name} failed`, error);
    return null;
  }
}
