// Exact arithmetic for numbers on the screen: a decimal is a BigInt that counts units of 10^-scale. No floats.

const canonical = /^-?\d+(\.\d+)?$/;

/** Text to units; digits beyond the scale are cut off. Throws on anything that is not a plain decimal. */
export function parse(text, scale) {
  if (typeof text !== 'string' || !canonical.test(text)) throw new RangeError(`Not a decimal: ${text}`);
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return text.startsWith('-') ? -units : units;
}

/** Units to text with exactly `scale` decimals. */
export function format(units, scale) {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Number of decimals in a text. */
export function scaleOf(text) {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** Text with another number of decimals, rounded half away from zero. */
export function rounded(text, decimals) {
  const scale = Math.max(scaleOf(text), decimals);
  return format(divideRounded(parse(text, scale), 10n ** BigInt(scale - decimals)), decimals);
}

/** Text with commas between thousands. */
export function grouped(text) {
  const [whole, fraction] = text.split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** A long number for a small place: at most two decimals from 1,000 on, four below. */
export function compact(text) {
  const whole = text.replace('-', '').split('.')[0];
  return grouped(rounded(text, Math.min(scaleOf(text), whole.length > 6 ? 0 : whole.length > 3 ? 2 : 4)));
}

/** Quotient rounded half away from zero. */
export function divideRounded(units, divisor) {
  const isNegative = units < 0n !== divisor < 0n;
  const [n, d] = [units < 0n ? -units : units, divisor < 0n ? -divisor : divisor];
  const quotient = (2n * n + d) / (2n * d);
  return isNegative ? -quotient : quotient;
}

/** How far `to` is from `from`, in percent with two decimals and a sign: "+1.23". Empty when `from` is zero. */
export function percentChange(from, to) {
  if (from === 0n) return '';
  const hundredths = divideRounded((to - from) * 10_000n, from);
  return `${hundredths < 0n ? '' : '+'}${format(hundredths, 2)}`;
}
