// Choosing a market: type to filter, arrows and Enter to go, a star for favourites.
import { compact, parse } from './decimals.js';
import { drawChange, stateNames } from './market-bar.js';
import { paced, setText, settings } from './pacing.js';

const favouritesKey = 'favourite-markets';

export function startPicker({ feed }) {
  const dialog = document.querySelector('[data-picker]');
  const filter = dialog.querySelector('[data-picker-filter]');
  const body = dialog.querySelector('[data-picker-rows]');
  const empty = dialog.querySelector('[data-picker-empty]');
  const rows = [...body.rows];
  const favourites = readFavourites();
  let active = null;

  const visible = () => [...body.rows].filter(row => !row.hidden);

  function activate(row) {
    active?.removeAttribute('aria-selected');
    active = row ?? null;
    active?.setAttribute('aria-selected', 'true');
    active?.scrollIntoView({ block: 'nearest' });
    if (active) filter.setAttribute('aria-activedescendant', active.id);
    else filter.removeAttribute('aria-activedescendant');
  }

  function applyFilter() {
    const words = filter.value.trim().toLowerCase().replace(/[\s/]+/g, '-');
    for (const row of rows) {
      const { name, code, words: names } = row.dataset;
      row.hidden = ![name, code, names].some(text => text.toLowerCase().includes(words));
    }
    empty.hidden = visible().length > 0;
    activate(visible()[0]);
  }

  function sort() {
    const volume = row => parse(feed.tickers[row.dataset.code]?.quoteVolume ?? '0', 2);
    rows.sort((a, b) => favourites.has(b.dataset.code) - favourites.has(a.dataset.code)
      || Number(volume(b) > volume(a)) - Number(volume(b) < volume(a)));
    body.append(...rows);
  }

  function toggleFavourite(row) {
    const { code } = row.dataset;
    if (!favourites.delete(code)) favourites.add(code);
    settings.set(favouritesKey, JSON.stringify([...favourites]));
    showStars();
    sort();
  }

  function showStars() {
    for (const row of rows)
      row.querySelector('[data-star]').setAttribute('aria-pressed', String(favourites.has(row.dataset.code)));
  }

  const drawTickers = paced(() => {
    if (!dialog.open) return;
    for (const row of rows) drawRow(row, feed.tickers[row.dataset.code]);
  }, 2);

  function open() {
    if (dialog.open) return;
    filter.value = '';
    showStars();
    sort();
    dialog.showModal();
    applyFilter();
    filter.focus();
    drawTickers();
  }

  filter.addEventListener('input', applyFilter);
  dialog.addEventListener('keydown', event => {
    const all = visible();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      activate(all[(all.indexOf(active) + step + all.length) % all.length]);
    } else if (event.key === 'Enter' && event.target === filter && active) {
      location.assign(active.querySelector('a').href);
    }
  });
  body.addEventListener('click', event => {
    const row = event.target.closest('tr');
    if (event.target.closest('[data-star]')) toggleFavourite(row);
    else if (!event.target.closest('a')) location.assign(row.querySelector('a').href);
  });
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-open-picker]')) return;
    event.preventDefault();
    open();
  });
  feed.addEventListener('tickers', drawTickers);
  return { open };
}

function drawRow(row, ticker) {
  if (!ticker) return;
  const cell = name => row.querySelector(`[data-cell="${name}"]`);
  const isTraded = /[1-9]/.test(ticker.last);
  setText(cell('last'), isTraded ? ticker.last : '–');
  drawChange(cell('change'), ticker.changePercent);
  setText(cell('volume'), compact(ticker.quoteVolume));
  setText(cell('state'), stateNames[ticker.state] ?? ticker.state);
}

function readFavourites() {
  try {
    return new Set(JSON.parse(settings.get(favouritesKey) ?? '[]'));
  } catch {
    return new Set();
  }
}
