// Candles and volume, by TradingView Lightweight Charts. Loaded by itself: without it all else goes on.
import { setText, settings } from './pacing.js';

const libraryUrl = '/lib/lightweight-charts.standalone.production.js';
const intervals = ['1m', '5m', '15m', '1h', '4h', '1d'];
const intervalKey = 'chart.interval';
const defaultInterval = '15m';
const barsShown = 110;

export function startChart(page) {
  const pane = page.root.querySelector('[data-chart-pane]');
  const failure = pane.querySelector('[data-chart-failure]');
  const load = async () => {
    failure.hidden = true;
    try {
      await loadLibrary();
      new PriceChart(page, pane).start();
    } catch (error) {
      console.warn('The chart could not be loaded.', error);
      failure.hidden = false;
    }
  };
  pane.querySelector('[data-chart-retry]').addEventListener('click', load);
  load();
}

function loadLibrary() {
  if (window.LightweightCharts) return Promise.resolve();
  return new Promise((loaded, failed) => {
    const script = document.createElement('script');
    script.src = libraryUrl;
    script.onload = loaded;
    script.onerror = () => { script.remove(); failed(new Error(`${libraryUrl} did not load`)); };
    document.head.append(script);
  });
}

/** The interval in the address, else the one chosen last, else the default. */
export function chosenInterval(search, saved) {
  const asked = new URLSearchParams(search).get('interval');
  return [asked, saved].find(name => intervals.includes(name)) ?? defaultInterval;
}

class PriceChart {
  #feed;
  #market;
  #pane;
  #chart;
  #candles;
  #volumes;
  #rows = new Map();
  #lastTime = 0;
  #lines = [];
  #interval = chosenInterval(location.search, settings.get(intervalKey));
  #generation = 0;
  #early = null;

  constructor({ feed, market }, pane) {
    this.#feed = feed;
    this.#market = market;
    this.#pane = pane;
  }

  start() {
    const { createChart, CandlestickSeries, HistogramSeries } = LightweightCharts;
    const decimals = this.#market.priceDecimals;
    const element = this.#pane.querySelector('[data-chart]');
    element.replaceChildren();
    this.#chart = createChart(element, { autoSize: true, ...this.#options() });
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      priceFormat: { type: 'price', precision: decimals, minMove: 1 / 10 ** decimals },
    });
    this.#volumes = this.#chart.addSeries(HistogramSeries, {
      priceFormat: { type: 'volume' }, priceScaleId: 'volume', lastValueVisible: false, priceLineVisible: false,
    });
    this.#volumes.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.2 } });
    this.#recolour();
    this.#listen();
    this.#showInterval();
    this.#watch();
  }

  #listen() {
    this.#feed.addEventListener('candle', event => this.#receive(event.detail));
    this.#feed.addEventListener('connected', () => this.#watch());
    addEventListener('exchange:theme', () => this.#recolour());
    addEventListener('exchange:own-orders', event => this.#showOrders(event.detail));
    this.#chart.subscribeCrosshairMove(move => this.#showLegend(move.time ?? this.#lastTime));
    this.#pane.querySelector('[data-intervals]').addEventListener('click', event => {
      const name = event.target.closest('[data-interval]')?.dataset.interval;
      if (name) this.#choose(name);
    });
  }

  #choose(name) {
    this.#interval = name;
    settings.set(intervalKey, name);
    const url = new URL(location.href);
    url.searchParams.set('interval', name);
    history.replaceState(history.state, '', url);
    this.#showInterval();
    this.#watch();
  }

  #showInterval() {
    for (const button of this.#pane.querySelectorAll('[data-interval]'))
      button.setAttribute('aria-pressed', String(button.dataset.interval === this.#interval));
  }

  async #watch() {
    const generation = ++this.#generation;
    this.#early = null;
    try {
      const rows = await this.#feed.invoke('WatchCandles', this.#market.code, this.#interval);
      // Another interval may have been chosen while this one was on its way.
      if (generation === this.#generation) this.#load(rows);
    } catch {
      // There is no connection: 'connected' comes and watching begins anew.
    }
  }

  #load(rows) {
    const isFirst = this.#rows.size === 0;
    this.#rows = new Map(rows.map(row => [row[0], row]));
    this.#lastTime = rows.at(-1)?.[0] ?? 0;
    this.#candles.setData(rows.map(candleOf));
    this.#volumes.setData(rows.map(row => this.#volumeOf(row)));
    const scale = this.#chart.timeScale();
    scale.applyOptions({ timeVisible: this.#interval !== '1d' });
    if (rows.length > 0) scale.setVisibleLogicalRange({ from: rows.length - barsShown, to: rows.length + 4 });
    this.#showLegend(this.#lastTime);
    // A candle may overtake the rows that it follows.
    if (this.#early) this.#receive(this.#early);
    if (isFirst) dispatchEvent(new CustomEvent('exchange:own-orders-wanted'));
  }

  #receive(message) {
    const { market, period, candle } = message;
    if (market !== this.#market.code || period !== this.#interval || candle[0] < this.#lastTime) return;
    this.#early = message;
    this.#lastTime = candle[0];
    this.#rows.set(candle[0], candle);
    this.#candles.update(candleOf(candle));
    this.#volumes.update(this.#volumeOf(candle));
    this.#showLegend(this.#lastTime);
  }

  #volumeOf(row) {
    const isDown = Number(row[4]) < Number(row[1]);
    return { time: row[0], value: Number(row[5]), color: colour(isDown ? '--down-bar' : '--up-bar') };
  }

  #showOrders(orders) {
    for (const line of this.#lines) this.#candles.removePriceLine(line);
    this.#lines = orders.map(({ price, side }) => this.#candles.createPriceLine({
      price: Number(price), title: side === 'buy' ? 'Buy' : 'Sell', color: colour(side === 'buy' ? '--up' : '--down'),
      lineWidth: 1, lineStyle: LightweightCharts.LineStyle.Dashed, axisLabelVisible: true,
    }));
    this.#lines.orders = orders;
  }

  #showLegend(time) {
    const row = this.#rows.get(time);
    const legend = this.#pane.querySelector('[data-chart-legend]');
    if (!row) return;
    const direction = Number(row[4]) < Number(row[1]) ? 'down' : 'up';
    if (legend.childElementCount === 0) {
      for (const label of ['O', 'H', 'L', 'C', 'V']) {
        const item = document.createElement('span');
        item.append(`${label} `, document.createElement('b'));
        legend.append(item);
      }
    }
    [...legend.querySelectorAll('b')].forEach((value, i) => {
      setText(value, row[i + 1]);
      value.className = i === 4 ? '' : direction;
    });
  }

  #recolour() {
    this.#chart.applyOptions(this.#options());
    this.#candles.applyOptions({
      upColor: colour('--up'), wickUpColor: colour('--up'), borderVisible: false, downColor: colour('--down'),
      wickDownColor: colour('--down'),
    });
    this.#volumes.setData([...this.#rows.values()].sort((a, b) => a[0] - b[0]).map(row => this.#volumeOf(row)));
    if (this.#lines.orders) this.#showOrders(this.#lines.orders);
  }

  #options() {
    const line = { color: colour('--grid') };
    const crosshair = { color: colour('--text-3'), labelBackgroundColor: colour('--accent-fill') };
    return {
      layout: {
        background: { color: colour('--surface') }, textColor: colour('--text-2'), fontSize: 11,
        fontFamily: getComputedStyle(document.body).fontFamily, attributionLogo: true,
      },
      grid: { vertLines: line, horzLines: line },
      crosshair: { mode: LightweightCharts.CrosshairMode.Normal, vertLine: crosshair, horzLine: crosshair },
      rightPriceScale: { borderColor: colour('--line') },
      timeScale: { borderColor: colour('--line'), timeVisible: true, secondsVisible: false },
      localization: { timeFormatter: time => new Date(time * 1000).toLocaleString() },
    };
  }
}

/** The library draws with floats; what stands in text beside it does not. */
function candleOf([time, open, high, low, close]) {
  return { time, open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
