import { plain } from './decimals.js';

const periods = ['1m', '5m', '15m', '1h', '4h', '1d'];
const periodKey = 'chart-period';

export function savedPeriod() {
  const saved = localStorage.getItem(periodKey);
  return periods.includes(saved) ? saved : '15m';
}

/** The candle chart. Whatever fails in here stays in here: the pane offers to try again. */
export class CandleChart {
  #pane;
  #feed;
  #info;
  #library;
  #chart;
  #candles;
  #volume;
  #period = savedPeriod();
  #lines = new Map();
  #own = [];
  #load = 0;

  constructor(pane, feed, info) {
    this.#pane = pane;
    this.#feed = feed;
    this.#info = info;
    for (const button of document.querySelectorAll('[data-period]')) {
      button.addEventListener('click', () => this.#choose(button.dataset.period));
    }
    pane.querySelector('[data-retry]').addEventListener('click', () => this.load());
    feed.addEventListener('connected', () => this.load());
    feed.addEventListener('candle', event => this.#update(event.detail));
    addEventListener('themechange', () => this.#paint());
    this.#mark();
  }

  async load() {
    const ticket = ++this.#load;
    try {
      await this.#create();
      const rows = await this.#feed.candles(this.#period);
      if (ticket !== this.#load) return;
      this.#candles.setData(rows.map(CandleChart.#candle));
      this.#volume.setData(rows.map(row => this.#bar(row)));
      this.#chart.timeScale().setVisibleLogicalRange({ from: rows.length - 110, to: rows.length + 6 });
      this.setOwn(this.#own);
      this.#show('ready');
    } catch (error) {
      if (ticket === this.#load) this.#show('failed', error);
    }
  }

  setOwn(orders) {
    this.#own = orders;
    if (!this.#candles) return;
    const ids = new Set(orders.map(o => o.id));
    for (const [id, line] of this.#lines) {
      if (ids.has(id)) continue;
      this.#candles.removePriceLine(line);
      this.#lines.delete(id);
    }
    for (const order of orders) {
      const options = {
        price: Number(plain(order.units, this.#info.priceDecimals)), color: css(order.side === 'buy' ? '--up' : '--down'),
        lineWidth: 1, lineStyle: 2, axisLabelVisible: true, title: `${order.side === 'buy' ? 'Buy' : 'Sell'} ${order.size}`,
      };
      if (this.#lines.has(order.id)) this.#lines.get(order.id).applyOptions(options);
      else this.#lines.set(order.id, this.#candles.createPriceLine(options));
    }
  }

  #choose(period) {
    if (!periods.includes(period)) return;
    this.#period = period;
    localStorage.setItem(periodKey, period);
    this.#mark();
    this.load();
  }

  #mark() {
    for (const button of document.querySelectorAll('[data-period]')) {
      button.setAttribute('aria-pressed', String(button.dataset.period === this.#period));
    }
  }

  async #create() {
    if (this.#chart) return;
    this.#library = await import('/lib/lightweight-charts.standalone.production.mjs');
    const { createChart, CandlestickSeries, HistogramSeries } = this.#library;
    this.#chart = createChart(this.#pane.querySelector('.chart-canvas'), {
      autoSize: true, layout: { attributionLogo: true, fontFamily: css('--font'), fontSize: 11 },
      timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 6 }, crosshair: { mode: 0 },
      localization: { timeFormatter: t => new Date(t * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }) },
    });
    const minMove = Number(plain(this.#info.tickUnits, this.#info.priceDecimals));
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      priceFormat: { type: 'price', precision: this.#info.priceDecimals, minMove }, borderVisible: false,
    });
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume', priceFormat: { type: 'volume' }, lastValueVisible: false, priceLineVisible: false,
    });
    this.#chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#chart.priceScale('right').applyOptions({ scaleMargins: { top: 0.08, bottom: 0.2 } });
    this.#paint();
  }

  #paint() {
    if (!this.#chart) return;
    const line = { color: css('--line') };
    this.#chart.applyOptions({
      layout: { background: { color: css('--surface') }, textColor: css('--text-2') },
      grid: { vertLines: line, horzLines: line },
      rightPriceScale: { borderColor: css('--line') }, timeScale: { borderColor: css('--line') },
    });
    const [up, down] = [css('--up'), css('--down')];
    this.#candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    this.#volume.setData(this.#volume.data().map((bar, i) => ({ ...bar, color: this.#tint(this.#candles.data()[i]) })));
    this.setOwn(this.#own);
  }

  #update({ period, candle }) {
    if (period !== this.#period || !this.#candles) return;
    try {
      this.#candles.update(CandleChart.#candle(candle));
      this.#volume.update(this.#bar(candle));
    } catch {
      this.load();
    }
  }

  #bar(row) {
    const candle = CandleChart.#candle(row);
    return { time: candle.time, value: Number(row[5]), color: this.#tint(candle) };
  }

  #tint(candle) {
    return css(candle && candle.close < candle.open ? '--down-soft' : '--up-soft');
  }

  #show(state) {
    this.#pane.dataset.state = state;
    this.#pane.querySelector('.chart-error').hidden = state !== 'failed';
  }

  static #candle(row) {
    return { time: Number(row[0]), open: Number(row[1]), high: Number(row[2]), low: Number(row[3]), close: Number(row[4]) };
  }
}

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
