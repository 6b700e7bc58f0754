// The connection to the market hub: one market, all tickers, one candle. Reconnects for ever; says when prices are stale.
import { MarketState } from './market-state.js';

export const staleAfterMs = 3000;
const checkEveryMs = 500;
const longestPauseMs = 2000;
/** Updates that are kept while a snapshot is on its way: 50 seconds of them. */
const mostEarly = 1000;

/** How long to wait before an attempt: 0.2, 0.4, 0.8 … at most 2 seconds. */
export const pauseBefore = attempt => Math.min(longestPauseMs, 200 * 2 ** Math.min(attempt, 6));

/**
 * Events: 'change' (detail: the update, or null after a snapshot), 'status' (detail: waiting, live or stale), 'tickers',
 * 'candle', 'connected'. `connect` makes a SignalR connection; tests give their own.
 */
export class MarketFeed extends EventTarget {
  tickers = {};
  status = 'waiting';
  #connect;
  #connection = null;
  #isConnected = false;
  #isWatching = false;
  #early = [];
  #lastHeard = null;
  #now;

  constructor(market, scales, connect, now = () => performance.now()) {
    super();
    this.market = new MarketState(market, scales);
    this.#connect = connect;
    this.#now = now;
  }

  async start() {
    this.#connection = this.#connect();
    this.#connection.on('update', update => this.receive(update));
    this.#connection.on('beat', () => this.#hear());
    this.#connection.on('tickers', tickers => this.#showTickers(tickers));
    this.#connection.on('candle', message => { this.#hear(); this.#tell('candle', message); });
    this.#connection.onclose(() => this.#open());
    setInterval(() => this.check(), checkEveryMs);
    // A laptop that wakes up asks again at once instead of trusting what it held.
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.check(); });
    await this.#open();
  }

  /** Calls the hub; fails while there is no connection. */
  invoke(method, ...values) {
    if (!this.#isConnected) return Promise.reject(new Error('There is no connection to the server.'));
    return this.#connection.invoke(method, ...values);
  }

  /** Takes an update in and asks for a snapshot when one before it is missing. */
  receive(update) {
    this.#hear();
    if (this.#isWatching) {
      this.#early.push(update);
      if (this.#early.length > mostEarly) this.#early.shift();
    }
    const result = this.market.apply(update);
    if (result === 'applied') this.#tell('change', update);
    if (result === 'gap' || this.market.needsSnapshot) this.watch();
  }

  /** Asks for a snapshot; while one is on its way, asking again does nothing. */
  async watch() {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#early = [];
    try {
      this.market.load(await this.#connection.invoke('Watch', this.market.market));
      // Updates may overtake the snapshot that they follow; in a quiet market no later one would show that they are missing.
      for (const update of this.#early) this.market.apply(update);
      this.#isWatching = false;
      this.#hear();
      this.#tell('change', null);
    } catch (error) {
      // A connection that breaks meanwhile is opened again, and watching begins anew.
      console.warn('The market could not be watched.', error);
    } finally {
      this.#isWatching = false;
    }
  }

  /** Notices silence, and that a snapshot was asked for in vain. */
  check() {
    if (this.#isConnected && this.market.needsSnapshot) this.watch();
    if (this.#lastHeard === null) return;
    this.#show(this.#now() - this.#lastHeard > staleAfterMs ? 'stale' : this.status);
  }

  async #open() {
    this.#isConnected = false;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#connection.start();
        break;
      } catch {
        await new Promise(resume => setTimeout(resume, pauseBefore(attempt)));
      }
    }
    this.#isConnected = true;
    await this.watch();
    this.#tell('connected');
    this.#connection.invoke('Tickers').then(tickers => this.#showTickers(tickers), () => { /* they come by themselves */ });
  }

  #showTickers(tickers) {
    this.#hear();
    Object.assign(this.tickers, tickers);
    this.#tell('tickers');
  }

  #hear() {
    this.#lastHeard = this.#now();
    // Live means that what is shown is complete: a beat alone does not make old numbers fresh.
    if (this.market.seq >= 0 && !this.#isWatching) this.#show('live');
  }

  #show(status) {
    if (status === this.status) return;
    this.status = status;
    this.#tell('status', status);
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The real connection, by the global of signalr.min.js. */
export function connectToHub() {
  return new signalR.HubConnectionBuilder()
    .withUrl('/hubs/market', { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets })
    .withServerTimeout(8000)
    .withKeepAliveInterval(4000)
    .configureLogging(signalR.LogLevel.None)
    .build();
}
