// What a browser knows of one market: pure state, fed by snapshots and numbered updates. No DOM, no network.
import { parse } from './decimals.js';

/** Levels in a full snapshot: with as many, deeper ones exist that we were not told. */
export const snapshotLevels = 200;
/** With fewer known levels than this and deeper ones untold, another snapshot is due. */
export const shallowLevels = 60;
/** Trades that are kept. */
export const tradesKept = 50;

/** One side of a book: levels `{ price, ticks, lots }`, best first. */
export class BookSide {
  levels = [];
  #isBid;
  #scales;
  #horizon = null;

  constructor(isBid, scales) {
    this.#isBid = isBid;
    this.#scales = scales;
  }

  load(rows) {
    this.levels = rows.map(row => this.#level(row));
    // Beyond the last level of a cut snapshot lie levels we do not know: changes there would make holes look empty.
    this.#horizon = rows.length >= snapshotLevels ? this.levels.at(-1).ticks : null;
  }

  apply(rows) {
    for (const row of rows) this.#set(this.#level(row));
  }

  get isShallow() {
    return this.#horizon !== null && this.levels.length < shallowLevels;
  }

  #level([price, quantity]) {
    return { price, ticks: parse(price, this.#scales.price), lots: parse(quantity, this.#scales.quantity) };
  }

  #set(level) {
    if (this.#horizon !== null && this.#isBehind(level.ticks, this.#horizon)) return;
    const index = this.#find(level.ticks);
    const isKnown = this.levels[index]?.ticks === level.ticks;
    if (level.lots === 0n) {
      if (isKnown) this.levels.splice(index, 1);
    } else {
      this.levels.splice(index, isKnown ? 1 : 0, level);
    }
  }

  #isBehind(ticks, other) {
    return this.#isBid ? ticks < other : ticks > other;
  }

  /** Where a price is, or would be put in. */
  #find(ticks) {
    let [low, high] = [0, this.levels.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBehind(ticks, this.levels[middle].ticks)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A market as of one sequence number of the feed. */
export class MarketState {
  /** -1 until the first snapshot. */
  seq = -1;
  state = 'open';
  /** While there is a call auction: when it ends, the server's time when it said so, and what it would trade. */
  auction = null;
  ticker = null;
  /** Newest first. */
  trades = [];

  constructor(market, scales) {
    this.market = market;
    this.bids = new BookSide(true, scales);
    this.asks = new BookSide(false, scales);
  }

  load(snapshot) {
    this.seq = snapshot.seq;
    this.state = snapshot.state;
    this.auction = snapshot.state === 'auction' ? snapshot.auction ?? null : null;
    this.ticker = snapshot.ticker;
    this.trades = snapshot.trades.slice(0, tradesKept);
    this.bids.load(snapshot.bids);
    this.asks.load(snapshot.asks);
  }

  /**
   * Takes an update in. 'applied'; 'old' when it is included already or of another market; 'gap' when one before it is
   * missing: then nothing changed and a snapshot is needed.
   */
  apply(update) {
    if (update.market !== this.market || update.seq <= this.seq) return 'old';
    if (this.seq < 0 || update.from !== this.seq) return 'gap';
    this.seq = update.seq;
    this.bids.apply(update.bids);
    this.asks.apply(update.asks);
    if (update.trades.length > 0) this.trades = [...update.trades].reverse().concat(this.trades).slice(0, tradesKept);
    if (update.ticker) this.ticker = update.ticker;
    if (update.state) this.state = update.state;
    if (this.state !== 'auction') this.auction = null;
    else if (update.auction) this.auction = update.auction;
    return 'applied';
  }

  get needsSnapshot() {
    return this.seq < 0 || this.bids.isShallow || this.asks.isShallow;
  }
}
