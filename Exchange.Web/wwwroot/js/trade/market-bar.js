import { changeText, compact, direction, parse, tidy } from './decimals.js';

/** Last price, 24-hour figures, state and feed badge; the document's title too. */
export class MarketBar {
  #bar;
  #info;
  #last = null;

  constructor(bar, info) {
    this.#bar = bar;
    this.#info = info;
    const shown = this.#at('last').dataset.value;
    if (shown) this.#last = parse(shown, info.priceDecimals);
  }

  ticker(ticker) {
    if (!ticker?.last || Number(ticker.last) === 0) return;
    const { priceDecimals } = this.#info;
    const units = parse(ticker.last, priceDecimals);
    const text = tidy(ticker.last, priceDecimals);
    const last = this.#at('last');
    if (this.#last !== null && units !== this.#last) {
      const up = units > this.#last;
      last.classList.toggle('up', up);
      last.classList.toggle('down', !up);
      this.#at('tick').textContent = up ? '▲' : '▼';
      this.#at('tick').className = up ? 'up' : 'down';
      const middle = document.querySelector('[data-book-last]');
      if (middle) middle.className = up ? 'up' : 'down';
    }
    this.#last = units;
    last.textContent = text;
    const middle = document.querySelector('[data-book-last]');
    if (middle) middle.textContent = text;
    document.title = `${text} ${this.#info.name} · Exchange`;
    this.#at('change').textContent = changeText(ticker.changePercent);
    this.#at('change').className = direction(ticker.changePercent);
    this.#at('high').textContent = tidy(ticker.high, priceDecimals);
    this.#at('low').textContent = tidy(ticker.low, priceDecimals);
    this.#at('volume').textContent = compact(ticker.volume);
    this.#at('quoteVolume').textContent = compact(ticker.quoteVolume);
  }

  state(state) {
    const chip = this.#at('state');
    chip.hidden = state === 'open';
    chip.textContent = state === 'halted' ? 'Halted' : 'Cancel only';
  }

  liveness(live) {
    const badge = this.#at('feed');
    badge.dataset.live = String(live);
    badge.querySelector('span').textContent = live ? 'Live' : 'Stale';
    document.querySelector('.trade').classList.toggle('stale', !live);
  }

  #at(name) { return this.#bar.querySelector(`[data-bar="${name}"]`); }
}
