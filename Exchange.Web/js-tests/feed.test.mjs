import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countdown } from '../wwwroot/js/trade/market-bar.js';
import { MarketFeed, pauseBefore, staleAfterMs } from '../wwwroot/js/trade/feed.js';
import { MarketState, snapshotLevels } from '../wwwroot/js/trade/market-state.js';

const scales = { price: 2, quantity: 4 };
const ticker = { last: '100.00', changePercent: '+0.00' };

const snapshot = (seq, more = {}) => ({
  market: 'btcusdt', seq, state: 'open', bids: [['100.00', '1.0000']], asks: [['101.00', '2.0000']], trades: [], ticker, ...more,
});
const update = (seq, more = {}) => ({
  market: 'btcusdt', from: seq - 1, seq, bids: [], asks: [], trades: [], ...more,
});
const loaded = (seq = 5, more = {}) => {
  const market = new MarketState('btcusdt', scales);
  market.load(snapshot(seq, more));
  return market;
};
const prices = side => side.levels.map(level => level.price);

test('an update that follows is applied', () => {
  const market = loaded();
  assert.equal(market.apply(update(6, { bids: [['100.50', '3.0000']], asks: [['101.00', '0']] })), 'applied');
  assert.deepEqual(prices(market.bids), ['100.50', '100.00']);
  assert.deepEqual(prices(market.asks), []);
});

test('an update that the snapshot includes changes nothing', () => {
  const market = loaded();
  assert.equal(market.apply(update(5, { bids: [['100.00', '0']] })), 'old');
  assert.deepEqual(prices(market.bids), ['100.00']);
});

test('a missing update is a gap, and nothing is applied over it', () => {
  const market = loaded();
  assert.equal(market.apply(update(7, { bids: [['100.00', '0']] })), 'gap');
  assert.equal(market.seq, 5);
  assert.deepEqual(prices(market.bids), ['100.00']);
});

test('before the first snapshot every update is a gap', () =>
  assert.equal(new MarketState('btcusdt', scales).apply(update(1)), 'gap'));

test('another market is none of our business', () =>
  assert.equal(loaded().apply({ ...update(6), market: 'ethusdt' }), 'old'));

test('both sides stay in order, best first', () => {
  const market = loaded();
  market.apply(update(6, {
    bids: [['99.00', '1'], ['100.10', '1'], ['99.50', '1']], asks: [['103.00', '1'], ['100.90', '1'], ['102.00', '1']],
  }));
  assert.deepEqual(prices(market.bids), ['100.10', '100.00', '99.50', '99.00']);
  assert.deepEqual(prices(market.asks), ['100.90', '101.00', '102.00', '103.00']);
});

test('trades come oldest first and stand newest first', () => {
  const market = loaded(5, { trades: [{ id: 1 }] });
  market.apply(update(6, { trades: [{ id: 2 }, { id: 3 }] }));
  assert.deepEqual(market.trades.map(trade => trade.id), [3, 2, 1]);
});

test('beyond a cut snapshot levels are unknown: changes there are passed over until another snapshot comes', () => {
  const asks = Array.from({ length: snapshotLevels }, (_, i) => [`${200 + i}.00`, '1']);
  const market = loaded(5, { asks });
  market.apply(update(6, { asks: [['900.00', '1']] }));
  assert.equal(market.asks.levels.length, snapshotLevels);
  market.apply(update(7, { asks: asks.slice(0, 150).map(([price]) => [price, '0']) }));
  assert.ok(market.needsSnapshot);
});

function feedWith(answers, now = () => 0) {
  const asked = [];
  const handlers = {};
  const connection = {
    on: (name, handler) => { handlers[name] = handler; },
    onclose: () => {},
    start: async () => {},
    invoke: async (method, ...values) => {
      asked.push([method, ...values]);
      const answer = method === 'Watch' ? answers.shift() : {};
      return typeof answer === 'function' ? answer(handlers) : answer;
    },
  };
  globalThis.document ??= new EventTarget();
  globalThis.CustomEvent ??= class extends Event { // a global since Node 19
    constructor(type, { detail } = {}) {
      super(type);
      this.detail = detail;
    }
  };
  const feed = new MarketFeed('btcusdt', scales, () => connection, now);
  return { feed, asked, handlers };
}

/** The feed's own clock stands still: a test calls check() itself. (Node's mocked timers differ between 18 and 20.) */
function withoutIntervals(t) {
  const real = globalThis.setInterval;
  globalThis.setInterval = () => 0;
  t.after(() => { globalThis.setInterval = real; });
}

test('a gap asks for one snapshot, however many updates come meanwhile', async t => {
  withoutIntervals(t);
  const { feed, asked, handlers } = feedWith([snapshot(5), snapshot(20)]);
  await feed.start();
  handlers.update(update(6));
  handlers.update(update(9));
  handlers.update(update(10));
  await new Promise(setImmediate);
  assert.equal(asked.filter(([method]) => method === 'Watch').length, 2);
  assert.equal(feed.market.seq, 20);
  handlers.update(update(21));
  assert.equal(feed.market.seq, 21);
});

test('updates that overtake the snapshot they follow are not lost', async t => {
  withoutIntervals(t);
  const { feed, asked } = feedWith([handlers => {
    const answer = snapshot(5);
    handlers.update(update(5));
    handlers.update(update(6, { bids: [['100.50', '3.0000']] }));
    handlers.update(update(7, { ticker: { last: '100.50' } }));
    return answer;
  }]);
  await feed.start();
  assert.equal(asked.filter(([method]) => method === 'Watch').length, 1);
  assert.equal(feed.market.seq, 7);
  assert.deepEqual(prices(feed.market.bids), ['100.50', '100.00']);
  assert.equal(feed.market.ticker.last, '100.50');
});

test('a snapshot that was refused is asked for again', async t => {
  withoutIntervals(t);
  const warn = console.warn;
  console.warn = () => {};
  t.after(() => { console.warn = warn; });
  const { feed } = feedWith([() => { throw new Error('not ready'); }, snapshot(5)]);
  await feed.start();
  assert.equal(feed.status, 'waiting');
  feed.check();
  await new Promise(setImmediate);
  assert.equal(feed.status, 'live');
});

test('silence makes stale, and the next sign of life live again', async t => {
  withoutIntervals(t);
  let time = 0;
  const { feed, handlers } = feedWith([snapshot(5)], () => time);
  const seen = [];
  feed.addEventListener('status', event => seen.push(event.detail));
  await feed.start();
  handlers.beat({ at: 0 });
  time += staleAfterMs;
  feed.check();
  assert.equal(feed.status, 'live');
  time += 1;
  feed.check();
  handlers.beat({ at: 1 });
  assert.deepEqual(seen, ['live', 'stale', 'live']);
});

test('pauses between attempts grow to two seconds and no further', () =>
  assert.deepEqual([0, 1, 2, 3, 4, 50].map(pauseBefore), [200, 400, 800, 1600, 2000, 2000]));

test('an auction is known from its first word to its end', () => {
  const market = loaded(5, { state: 'auction', auction: { ends: 9, at: 1, price: '100.00', amount: '1.0000' } });
  assert.equal(market.auction.price, '100.00');
  market.apply(update(6, { auction: { ends: 9, at: 2, price: '101.00', amount: '2.0000' } }));
  assert.equal(market.auction.price, '101.00');
  market.apply(update(7));
  assert.equal(market.auction.price, '101.00');
  market.apply(update(8, { state: 'open' }));
  assert.equal(market.auction, null);
});

test('the time left is minutes and seconds, never below zero', () =>
  assert.deepEqual([61_000, 59_001, 1, 0, -5].map(countdown), ['1:01', '1:00', '0:01', '0:00', '0:00']));
