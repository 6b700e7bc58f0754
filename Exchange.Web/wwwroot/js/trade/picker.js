import { changeText, compact, direction } from './decimals.js';

const favouritesKey = 'favourite-markets';

/** The market picker: a dialog with a filter, favourites first. */
export class Picker {
  #dialog = document.getElementById('market-picker');
  #filter = this.#dialog.querySelector('input');
  #rows = [...this.#dialog.querySelectorAll('[data-pick]')];
  #favourites = new Set(read());
  #active = 0;

  constructor() {
    document.querySelector('[data-open-picker]').addEventListener('click', () => this.open());
    this.#filter.addEventListener('input', () => { this.#active = 0; this.#draw(); });
    this.#dialog.addEventListener('keydown', event => this.#key(event));
    this.#dialog.addEventListener('click', event => this.#click(event));
    this.#draw();
  }

  open() {
    if (this.#dialog.open) return;
    this.#filter.value = '';
    this.#active = 0;
    this.#draw();
    this.#dialog.showModal();
    this.#filter.focus();
  }

  tickers(tickers) {
    for (const row of this.#rows) {
      const ticker = tickers[row.dataset.pick];
      if (!ticker) continue;
      const at = name => row.querySelector(`[data-cell="${name}"]`);
      if (ticker.last) at('last').textContent = group(ticker.last);
      at('change').textContent = changeText(ticker.changePercent);
      at('change').className = `num ${direction(ticker.changePercent)}`;
      at('volume').textContent = compact(ticker.quoteVolume);
      at('state').textContent = { halted: 'Halted', cancel_only: 'Cancel only' }[ticker.state] ?? '';
    }
  }

  #visible() { return [...this.#dialog.querySelectorAll('[data-pick]')].filter(r => !r.hidden); }

  #draw() {
    const wanted = this.#filter.value.trim().toLowerCase().replace(/[-/\s]/g, '');
    const body = this.#rows[0]?.parentElement;
    const ordered = [...this.#rows].sort((a, b) => this.#rank(a) - this.#rank(b));
    for (const row of ordered) {
      row.hidden = !row.dataset.pick.includes(wanted);
      const star = row.querySelector('[data-star]');
      const isFavourite = this.#favourites.has(row.dataset.pick);
      star.setAttribute('aria-pressed', String(isFavourite));
      star.textContent = isFavourite ? '★' : '☆';
      body.append(row);
    }
    this.#visible().forEach((row, i) => row.classList.toggle('active', i === this.#active));
    this.#dialog.querySelector('.pane-empty').hidden = this.#visible().length > 0;
  }

  #rank(row) { return this.#rows.indexOf(row) - (this.#favourites.has(row.dataset.pick) ? 10000 : 0); }

  #key(event) {
    const rows = this.#visible();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#active = Math.max(0, Math.min(rows.length - 1, this.#active + (event.key === 'ArrowDown' ? 1 : -1)));
      this.#draw();
    } else if (event.key === 'Enter' && event.target === this.#filter) {
      event.preventDefault();
      rows[this.#active]?.querySelector('a').click();
    }
  }

  #click(event) {
    const star = event.target.closest('[data-star]');
    if (star) {
      const code = star.closest('[data-pick]').dataset.pick;
      if (!this.#favourites.delete(code)) this.#favourites.add(code);
      localStorage.setItem(favouritesKey, JSON.stringify([...this.#favourites]));
      this.#draw();
    } else if (event.target === this.#dialog) {
      this.#dialog.close();
    } else {
      const row = event.target.closest('[data-pick]');
      if (row && !event.target.closest('a')) row.querySelector('a').click();
    }
  }
}

const group = text => text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

function read() {
  try {
    return JSON.parse(localStorage.getItem(favouritesKey)) ?? [];
  } catch {
    return [];
  }
}
