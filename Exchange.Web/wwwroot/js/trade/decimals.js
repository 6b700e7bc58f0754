// Exact decimals: a price or size is a BigInt count of its market's smallest digit. Floats are for pixels only.

export function parse(text, decimals) {
  const [whole, fraction = ''] = String(text).split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

export function format(units, decimals) {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ',');
  return (negative ? '−' : '') + (decimals === 0 ? whole : `${whole}.${digits.slice(cut)}`);
}

/** As format, without separators: what an input or a URL takes. */
export const plain = (units, decimals) => format(units, decimals).replaceAll(',', '').replace('−', '-');

/** Text of the feed with separators and the wanted number of decimals. */
export const tidy = (text, decimals) => format(parse(text, decimals), decimals);

/** A share as a float between 0 and 1, for widths. */
export const share = (part, whole) => (whole === 0n ? 0 : Number((part * 10000n) / whole) / 10000);

/** A price moved to its group: bids down, asks up, so that a group never looks better than it is. */
export function group(price, step, up) {
  const rest = price % step;
  if (rest === 0n) return price;
  return up ? price - rest + step : price - rest;
}

/** Volume in three or four significant digits: 1,234 · 12.3K · 4.56M. */
export function compact(text) {
  const value = Number(text);
  if (!Number.isFinite(value)) return '–';
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: value >= 1000 ? 4 : 5 }).format(value);
}

export function changeText(percent) {
  const value = Number(percent);
  if (!(value > 0) && !(value < 0)) return '0.00%';
  return `${value > 0 ? '▲ +' : '▼ −'}${Math.abs(value).toFixed(2)}%`;
}

export const direction = percent => (Number(percent) > 0 ? 'up' : Number(percent) < 0 ? 'down' : '');
