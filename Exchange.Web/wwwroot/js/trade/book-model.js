import { group, parse } from './decimals.js';

/** The levels of one market, kept by snapshot and updates. */
export class BookModel {
  constructor(priceDecimals, sizeDecimals) {
    this.priceDecimals = priceDecimals;
    this.sizeDecimals = sizeDecimals;
    this.bids = new Map();
    this.asks = new Map();
    this.sequence = -1;
  }

  reset(snapshot) {
    this.bids.clear();
    this.asks.clear();
    this.#put(this.bids, snapshot.bids);
    this.#put(this.asks, snapshot.asks);
    this.sequence = snapshot.seq;
  }

  /** False when something between was missed: the caller asks for a new snapshot. */
  apply(update) {
    if (update.seq <= this.sequence) return true;
    if (update.from !== this.sequence) return false;
    this.#put(this.bids, update.bids ?? []);
    this.#put(this.asks, update.asks ?? []);
    this.sequence = update.seq;
    return true;
  }

  /** The best levels of a side, joined into groups of `step` price units, with running sums. */
  levels(side, count, step = 1n) {
    const isAsk = side === 'asks';
    const prices = [...this[side].keys()].sort((a, b) => (a < b ? -1 : 1) * (isAsk ? 1 : -1));
    const rows = [];
    let sum = 0n;
    for (const price of prices) {
      const size = this[side].get(price);
      const grouped = group(price, step, isAsk);
      const last = rows.at(-1);
      if (last?.price === grouped) {
        last.size += size;
        last.sum = sum += size;
        continue;
      }
      if (rows.length === count) break;
      rows.push({ price: grouped, size, sum: (sum += size) });
    }
    return rows;
  }

  best(side) {
    return this.levels(side, 1)[0]?.price;
  }

  #put(levels, changes) {
    for (const [price, size] of changes) {
      const key = parse(price, this.priceDecimals);
      const units = parse(size, this.sizeDecimals);
      if (units === 0n) levels.delete(key);
      else levels.set(key, units);
    }
  }
}
