// What the components with a circuit use: prices that were picked, own orders for book and chart, drafts of orders.

/** Calls `SetPrice(price)` of a component for each price that is picked; `dispose()` of the result ends it. */
export function onPrice(component) {
  const listener = event => component.invokeMethodAsync('SetPrice', event.detail.price);
  addEventListener('exchange:price', listener);
  return { dispose: () => removeEventListener('exchange:price', listener) };
}

let published = [];

/** Tells book and chart of the member's open orders in this market: `[{ price, side }]`. */
export function publishOwnOrders(orders) {
  published = orders;
  dispatchEvent(new CustomEvent('exchange:own-orders', { detail: published }));
}

// A pane that starts later asks for what was told before.
addEventListener('exchange:own-orders-wanted', () => publishOwnOrders(published));

const draftKey = market => `order-draft.${market}`;

export function saveDraft(market, json) {
  try { sessionStorage.setItem(draftKey(market), json); } catch { /* storage is off */ }
}

export function loadDraft(market) {
  try { return sessionStorage.getItem(draftKey(market)); } catch { return null; }
}

export function clearDraft(market) {
  try { sessionStorage.removeItem(draftKey(market)); } catch { /* storage is off */ }
}

/** What a date-time field of this browser means: its text, unix milliseconds and the zone's distance from UTC then. */
export function momentOf(text) {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : momentAt(moment.getTime());
}

/** A moment in unix milliseconds as a date-time field of this browser has it. */
export function momentAt(milliseconds) {
  const moment = new Date(milliseconds);
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(milliseconds + minutes * 60_000).toISOString();
  return { text: local.slice(0, local.indexOf('.')), milliseconds, zone: zoneName(minutes) };
}

function zoneName(minutes) {
  const two = number => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
