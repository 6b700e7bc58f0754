// The bar above the panes, the page's title, and the sign that says whether prices are live.
import { compact, parse } from './decimals.js';
import { paced, setText } from './pacing.js';

export const stateNames = { open: 'Open', cancel_only: 'Cancel only', halted: 'Halted', auction: 'Auction' };
const statusNames = { waiting: '', live: 'Live', stale: 'Stale' };

export function startMarketBar({ root, feed, market }) {
  const bar = root.querySelector('[data-market-bar]');
  const part = name => bar.querySelector(`[data-${name}]`);
  let shown = null;
  let auction = null;
  let auctionHeardAt = 0;

  const draw = paced(() => {
    const { ticker, state } = feed.market;
    const badge = part('state');
    badge.hidden = state === 'open';
    setText(badge, stateNames[state] ?? state);
    drawAuction();
    if (!ticker || parse(ticker.last, market.priceDecimals) === 0n) return;
    drawLast(ticker.last);
    drawChange(part('change'), ticker.changePercent);
    setText(part('high'), ticker.high);
    setText(part('low'), ticker.low);
    setText(part('volume'), compact(ticker.volume));
    setText(part('quote-volume'), compact(ticker.quoteVolume));
    document.title = `${ticker.last} ${market.name} · Exchange`;
  });

  /** The time left is counted from when the server told it, by our own clock: the two need not agree. */
  function drawAuction() {
    part('auction').hidden = !feed.market.auction;
    if (feed.market.auction !== auction) [auction, auctionHeardAt] = [feed.market.auction, performance.now()];
    if (!auction) return;
    const left = auction.ends - auction.at - (performance.now() - auctionHeardAt);
    setText(part('auction-left'), countdown(left));
    const isEmpty = parse(auction.amount, market.quantityDecimals) === 0n;
    setText(part('auction-would'), isEmpty ? 'nothing yet' : `${auction.price} × ${auction.amount}`);
  }

  setInterval(() => { if (auction) drawAuction(); }, 1000);

  function drawLast(last) {
    const ticks = parse(last, market.priceDecimals);
    setText(part('last'), last);
    if (shown !== null && ticks !== shown) {
      const isUp = ticks > shown;
      part('last').parentElement.className = `last-price ${isUp ? 'up' : 'down'}`;
      setText(part('last-arrow'), isUp ? '▲' : '▼');
    }
    shown = ticks;
  }

  feed.addEventListener('change', draw);
  feed.addEventListener('status', event => {
    const badge = part('feed');
    badge.dataset.feed = event.detail;
    badge.title = event.detail === 'stale' ? 'No news from the server for some seconds: prices may be old' : 'Live prices';
    setText(part('feed-text'), statusNames[event.detail]);
    root.toggleAttribute('data-stale', event.detail === 'stale');
  });
}

/** Milliseconds as minutes and seconds; never below zero. */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A change in percent with arrow and sign: colour alone says nothing to some. */
export function drawChange(element, percent) {
  const value = parse(percent.replace('+', ''), 2);
  element.className = element.className.replace(/\b(up|down)\b/g, '').trim();
  if (value !== 0n) element.classList.add(value > 0n ? 'up' : 'down');
  setText(element, `${value > 0n ? '▲ ' : value < 0n ? '▼ ' : ''}${percent} %`);
}
