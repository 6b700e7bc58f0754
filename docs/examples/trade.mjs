// Places an order, cancels it, trades, and waits for the fill on the stream. Needs nothing but Node 18 or newer.
//
//   EXCHANGE_URL=http://localhost:5000 EXCHANGE_KEY=... EXCHANGE_SECRET=... node trade.mjs
import { createHmac, randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

const url = process.env.EXCHANGE_URL ?? 'http://localhost:5000';
const { EXCHANGE_KEY: key, EXCHANGE_SECRET: secret } = process.env;
const [market, volume] = ['btcusdt', '0.001'];

/** The headers that sign a request: valid for five seconds around the nonce, which is the time in milliseconds. */
function signed() {
  const nonce = String(Date.now());
  const signature = createHmac('sha256', secret).update(nonce + key).digest('hex');
  return { 'X-Auth-Apikey': key, 'X-Auth-Nonce': nonce, 'X-Auth-Signature': signature };
}

async function call(method, path, body) {
  const answer = await fetch(`${url}/api/v2/peatio${path}`, {
    method, headers: { ...signed(), 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** Messages of a WebSocket, as far as reading needs one. Any library does as well; Node 18 has none built in. */
async function* stream(path) {
  const socket = await new Promise((opened, failed) => {
    const headers = {
      ...signed(), Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    };
    (url.startsWith('https') ? https : http).get(url + path, { headers })
      .on('upgrade', (answer, connection, head) => { connection.unshift(head); opened(connection); })
      .on('response', answer => failed(new Error(`No stream: ${answer.statusCode}`)))
      .on('error', failed);
  });
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let frame = take(); frame; frame = take()) {
      // A ping wants a pong; what a client sends is masked, with zeros it stays as it is.
      if (frame.first === 0x89) socket.write(Buffer.concat([Buffer.from([0x8a, 0x80 | frame.payload.length, 0, 0, 0, 0]), frame.payload]));
      else if (frame.first === 0x81) yield JSON.parse(frame.payload);
      else return;
    }
  }

  function take() {
    if (bytes.length < 2) return null;
    const head = { 126: 4, 127: 10 }[bytes[1]] ?? 2;
    if (bytes.length < head) return null;
    const length = head === 2 ? bytes[1] : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < head + length) return null;
    const frame = { first: bytes[0], payload: bytes.subarray(head, head + length) };
    bytes = bytes.subarray(head + length);
    return frame;
  }
}

const balance = await call('GET', '/account/balances/usdt');
console.log(`signed in: ${balance.balance} USDT`);

const messages = stream('/api/v2/ranger/private/?stream=order&stream=trade');
console.log('subscribed:', (await messages.next()).value.success.streams.join(', '));

const { asks } = await call('GET', `/public/markets/${market}/depth?limit=1`);
if (asks.length === 0) throw new Error('Nobody sells now.');
const ask = asks[0][0];

const placed = await call('POST', '/market/orders', { market, side: 'buy', volume, price: String(Math.floor(ask * 0.95)) });
console.log(`placed: order ${placed.id} is ${placed.state}`);
const canceled = await call('POST', `/market/orders/${placed.id}/cancel`);
console.log(`canceled: order ${canceled.id} is ${canceled.state}`);

const taken = await call('POST', '/market/orders', { market, side: 'buy', volume, price: ask });
for await (const { trade: fill } of messages) {
  if (fill?.order_id !== taken.id) continue;
  console.log(`filled: ${fill.amount} at ${fill.price}`);
  process.exit(0);
}
throw new Error('The stream was closed.');
