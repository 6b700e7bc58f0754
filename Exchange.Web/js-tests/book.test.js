import assert from 'node:assert/strict';
import test from 'node:test';
import { BookModel } from '../wwwroot/js/trade/book-model.js';
import { changeText, format, group, parse, plain, share, tidy } from '../wwwroot/js/trade/decimals.js';

test('decimals are exact where floats are not', () => {
  assert.equal(format(parse('0.1', 18) + parse('0.2', 18), 18), '0.300000000000000000');
  assert.equal(format(parse('12345678901234567890.12', 2), 2), '12,345,678,901,234,567,890.12');
  assert.equal(plain(parse('1234.5', 2), 2), '1234.50');
  assert.equal(tidy('60000', 2), '60,000.00');
  assert.equal(format(parse('7', 0), 0), '7');
});

test('groups never look better than they are', () => {
  assert.equal(group(1234n, 10n, false), 1230n);
  assert.equal(group(1231n, 10n, true), 1240n);
  assert.equal(group(1230n, 10n, true), 1230n);
});

test('share and change', () => {
  assert.equal(share(1n, 4n), 0.25);
  assert.equal(share(1n, 0n), 0);
  assert.equal(changeText('-1.5'), '▼ −1.50%');
  assert.equal(changeText('0'), '0.00%');
});

function book() {
  const model = new BookModel(2, 3);
  model.reset({ seq: 7, bids: [['10.01', '1'], ['10.00', '2']], asks: [['10.05', '0.5'], ['10.11', '4']] });
  return model;
}

test('updates change, add and remove levels; sums run', () => {
  const model = book();
  assert.equal(model.apply({ from: 7, seq: 9, bids: [['10.01', '0'], ['9.99', '3']], asks: [['10.04', '1']] }), true);
  assert.deepEqual(model.levels('bids', 5), [{ price: 1000n, size: 2000n, sum: 2000n }, { price: 999n, size: 3000n, sum: 5000n }]);
  assert.equal(model.best('asks'), 1004n);
});

test('a gap is noticed, an old update is ignored', () => {
  const model = book();
  assert.equal(model.apply({ from: 8, seq: 9, bids: [], asks: [] }), false);
  assert.equal(model.apply({ from: 5, seq: 6, bids: [['10.01', '0']], asks: [] }), true);
  assert.equal(model.best('bids'), 1001n);
});

test('grouping joins levels and keeps the sums', () => {
  const rows = book().levels('asks', 5, 10n);
  assert.deepEqual(rows, [{ price: 1010n, size: 500n, sum: 500n }, { price: 1020n, size: 4000n, sum: 4500n }]);
});
