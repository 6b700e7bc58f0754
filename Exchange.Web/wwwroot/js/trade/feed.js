// One connection for the page. Reconnects for ever; after each connection it asks for everything anew.
const staleAfterMs = 3000;
const slowestRetryMs = 2000;

export class Feed extends EventTarget {
  #connection;
  #market;
  #period;
  #lastHeard = 0;
  #live = false;
  #watching = false;

  constructor(market, period) {
    super();
    this.#market = market;
    this.#period = period;
    this.#connection = new signalR.HubConnectionBuilder()
      .withUrl('/hubs/market', { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: c => Math.min(100 * 2 ** c.previousRetryCount, slowestRetryMs) })
      .configureLogging(signalR.LogLevel.None)
      .build();
    this.#connection.serverTimeoutInMilliseconds = 5000;
    this.#connection.keepAliveIntervalInMilliseconds = 4000;
    this.#connection.on('update', update => this.#hear('update', update, update.market));
    this.#connection.on('candle', candle => this.#hear('candle', candle, candle.market));
    this.#connection.on('tickers', tickers => this.#hear('tickers', tickers));
    this.#connection.on('beat', () => this.#hear('beat'));
    this.#connection.onreconnected(() => this.#watchAll());
    setInterval(() => this.#check(), 250);
    addEventListener('pagehide', () => this.#connection.stop());
    // A page that comes back from the browser's memory has a dead socket.
    addEventListener('pageshow', event => { if (event.persisted) this.start(); });
  }

  async start() {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#connection.start();
        break;
      } catch {
        await new Promise(resume => setTimeout(resume, Math.min(100 * 2 ** attempt, slowestRetryMs)));
      }
    }
    await this.#watchAll();
  }

  /** Asks for a new snapshot, after a gap too. */
  async watch() {
    if (this.#watching) return;
    this.#watching = true;
    try {
      const snapshot = await this.#connection.invoke('Watch', this.#market);
      this.#hear('snapshot', snapshot);
    } catch {
      setTimeout(() => this.#isConnected && this.watch(), 500);
    } finally {
      this.#watching = false;
    }
  }

  async candles(period) {
    this.#period = period;
    return this.#connection.invoke('WatchCandles', this.#market, period);
  }

  get #isConnected() { return this.#connection.state === signalR.HubConnectionState.Connected; }

  async #watchAll() {
    await this.watch();
    this.dispatchEvent(new CustomEvent('connected', { detail: this.#period }));
    try {
      this.#hear('tickers', await this.#connection.invoke('Tickers'));
    } catch { /* the next event brings them */ }
  }

  #hear(name, detail, market) {
    this.#lastHeard = performance.now();
    if (market && market.toLowerCase() !== this.#market) return;
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #check() {
    const live = this.#isConnected && performance.now() - this.#lastHeard < staleAfterMs;
    if (live === this.#live) return;
    this.#live = live;
    this.dispatchEvent(new CustomEvent('liveness', { detail: live }));
  }
}
