import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compact, divideRounded, format, grouped, parse, percentChange, rounded } from '../wwwroot/js/trade/decimals.js';

test('eighteen decimals survive a round trip', () => {
  const text = '12345678901234567890.123456789012345678';
  assert.equal(format(parse(text, 18), 18), text);
});

test('a tenth and two tenths make three tenths', () => {
  assert.equal(format(parse('0.1', 18) + parse('0.2', 18), 18), '0.300000000000000000');
});

test('exactly the decimals asked for are written', () => {
  assert.equal(format(5n, 2), '0.05');
  assert.equal(format(-5n, 2), '-0.05');
  assert.equal(format(7n, 0), '7');
  assert.equal(format(parse('64250', 2), 2), '64250.00');
});

test('digits beyond the scale are cut off, never rounded up', () => assert.equal(parse('0.019', 2), 1n));

test('what is no plain decimal is refused', () => {
  for (const text of ['', '1e3', '1,000', ' 1', '.5', '1.', 'NaN', '+1', 5, null])
    assert.throws(() => parse(text, 2), RangeError, String(text));
});

test('commas stand between thousands and never in the fraction', () => {
  assert.equal(grouped('1234567.891011'), '1,234,567.891011');
  assert.equal(grouped('999'), '999');
  assert.equal(grouped('-1000'), '-1,000');
});

test('rounding goes half away from zero', () => {
  assert.equal(rounded('1.005', 2), '1.01');
  assert.equal(rounded('-1.005', 2), '-1.01');
  assert.equal(rounded('2', 3), '2.000');
  assert.equal(divideRounded(-5n, 2n), -3n);
});

test('long numbers become short', () => {
  assert.equal(compact('0.123456'), '0.1235');
  assert.equal(compact('15418.3412'), '15,418.34');
  assert.equal(compact('123456789.99'), '123,456,790');
});

test('a change in percent has a sign and two decimals', () => {
  assert.equal(percentChange(200n, 201n), '+0.50');
  assert.equal(percentChange(200n, 199n), '-0.50');
  assert.equal(percentChange(200n, 200n), '+0.00');
  assert.equal(percentChange(0n, 5n), '');
});
