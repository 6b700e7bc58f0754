// npm ws as the peer of the fan-out: prints {"port":…,"control":…}; each byte on the control port sends one step of
// messages to all clients: fanout.mjs MESSAGES_PER_STEP MESSAGE_BYTES.
import { createServer } from "node:net";
import { WebSocketServer } from "ws";

const [perStep, bytes] = process.argv.slice(2).map(Number);
const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
let sequence = 0;

function message() {
  const [head, tail] = ['{"bench.messages":{"pad":"', `","sequence":${String(++sequence).padStart(10, "0")}}}`];
  return Buffer.from(head + "x".repeat(bytes - head.length - tail.length) + tail);
}

function step() {
  for (let i = 0; i < perStep; i++) {
    const data = message();
    for (const client of sockets.clients) client.send(data, { binary: false });
  }
}

const control = createServer((connection) => {
  connection.setNoDelay(true);
  sequence = 0;
  connection.on("data", (data) => { for (let i = 0; i < data.length; i++) step(); });
  connection.on("error", () => {});
});

await new Promise((listening) => sockets.on("listening", listening));
control.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ port: sockets.address().port, control: control.address().port })));
process.stdin.on("end", () => process.exit(0)).resume();
