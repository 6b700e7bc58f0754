import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupLevels, groupOf, share } from '../wwwroot/js/trade/grouping.js';

const level = (ticks, lots) => ({ ticks: BigInt(ticks), lots: BigInt(lots) });

test('bids round down and asks up, so that no group looks better than its orders', () => {
  assert.equal(groupOf(107n, true, 10n), 100n);
  assert.equal(groupOf(107n, false, 10n), 110n);
  assert.equal(groupOf(110n, true, 10n), 110n);
  assert.equal(groupOf(110n, false, 10n), 110n);
});

test('levels of a group add up and the sum runs on', () => {
  const asks = [level(101, 1), level(105, 2), level(110, 3), level(111, 4)];
  assert.deepEqual(groupLevels(asks, false, 10n, 10), [
    { ticks: 110n, lots: 6n, sum: 6n }, { ticks: 120n, lots: 4n, sum: 10n },
  ]);
});

test('grouped best bid and best ask never cross', () => {
  const [bid] = groupLevels([level(1009, 1)], true, 10n, 1);
  const [ask] = groupLevels([level(1010, 1)], false, 10n, 1);
  assert.ok(bid.ticks < ask.ticks);
});

test('no more rows than asked for, and the last one is whole', () => {
  const bids = [level(109, 1), level(108, 1), level(99, 1), level(98, 5), level(80, 1)];
  assert.deepEqual(groupLevels(bids, true, 10n, 2).map(g => g.lots), [2n, 6n]);
});

test('sums never fall', () => {
  const bids = Array.from({ length: 200 }, (_, i) => level(10_000 - i * 3, (i * 7) % 11 + 1));
  for (const step of [1n, 10n, 100n, 1000n]) {
    const sums = groupLevels(bids, true, step, 50).map(g => g.sum);
    assert.ok(sums.every((sum, i) => i === 0 || sum > sums[i - 1]));
  }
});

test('an empty side has no rows', () => assert.deepEqual(groupLevels([], true, 1n, 10), []));

test('a share of nothing is nothing', () => {
  assert.equal(share(5n, 0n), 0);
  assert.equal(share(1n, 4n), 0.25);
});
