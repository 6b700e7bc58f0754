// npm nodejs-order-book over a stream of commands: order-book.mjs FILE. Asked on standard input, a line each:
// "measure" answers {"perSecond":…}, "trades" answers {"trades":"COUNT:HASH"}. What is built here before the clock
// starts (ids as text, option objects) is to the package's advantage.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { OrderBook } from "nodejs-order-book";

const CANCEL = 5;
const bytes = readFileSync(process.argv[2]);
const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const fillCount = words[0];
const total = fillCount + words[1];
const kinds = new Uint8Array(total);
const options = new Array(total);
const sides = ["", "buy", "sell", "buy", "sell"];

for (let i = 0; i < total; i++) {
  const at = 2 + i * 4;
  const [kind, order, price, size] = words.subarray(at, at + 4);
  kinds[i] = kind;
  if (kind === CANCEL) options[i] = String(order);
  else if (kind > 2) options[i] = { side: sides[kind], size };
  else options[i] = { side: sides[kind], id: String(order), size, price };
}

function apply(book, from, to) {
  for (let i = from; i < to; i++) {
    const kind = kinds[i];
    if (kind === CANCEL) book.cancel(options[i]);
    else if (kind > 2) book.market(options[i]);
    else book.limit(options[i]);
  }
}

function measure() {
  const book = new OrderBook();
  apply(book, 0, fillCount);
  globalThis.gc?.();
  const started = process.hrtime.bigint();
  apply(book, fillCount, total);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { perSecond: (total - fillCount) / seconds };
}

// FNV-1a over 32-bit words: maker, taker, price, quantity of each trade in order.
function trades() {
  const book = new OrderBook();
  let hash = 2166136261;
  let count = 0;
  const fold = (value) => { hash = Math.imul(hash ^ value, 16777619); };
  const traded = (maker, taker, price, quantity) => {
    count++;
    fold(Number(maker)); fold(taker); fold(price); fold(quantity);
  };
  let lastOrder = 0;
  for (let i = 0; i < total; i++) {
    if (kinds[i] === CANCEL) { book.cancel(options[i]); continue; }
    const taker = ++lastOrder;
    const answer = kinds[i] > 2 ? book.market(options[i]) : book.limit(options[i]);
    // Besides the makers, the answer names the taker itself: done when it is filled, partial when it rests.
    for (const order of answer.done) if (order.id !== String(taker)) traded(order.id, taker, order.price, order.size);
    const partial = answer.partial;
    if (partial && partial.id !== String(taker)) traded(partial.id, taker, partial.price, answer.partialQuantityProcessed);
  }
  return { trades: `${count}:${(hash >>> 0).toString(16).padStart(8, "0")}` };
}

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(line === "measure" ? measure() : trades()));
