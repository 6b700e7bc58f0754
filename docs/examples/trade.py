#!/usr/bin/env python3
"""Places an order, cancels it, trades, and waits for the fill on the stream. Needs nothing but Python 3.

   EXCHANGE_URL=http://localhost:5000 EXCHANGE_KEY=... EXCHANGE_SECRET=... python3 trade.py
"""
import base64, hashlib, hmac, json, os, socket, ssl, struct, time, urllib.error, urllib.parse, urllib.request

URL = os.environ.get("EXCHANGE_URL", "http://localhost:5000")
KEY, SECRET = os.environ["EXCHANGE_KEY"], os.environ["EXCHANGE_SECRET"]
MARKET, VOLUME = "btcusdt", "0.001"


def signed():
    """The headers that sign a request: valid for five seconds around the nonce, which is the time in milliseconds."""
    nonce = str(time.time_ns() // 1_000_000)
    signature = hmac.new(SECRET.encode(), (nonce + KEY).encode(), hashlib.sha256).hexdigest()
    return {"X-Auth-Apikey": KEY, "X-Auth-Nonce": nonce, "X-Auth-Signature": signature}


def call(method, path, body=None):
    request = urllib.request.Request(URL + "/api/v2/peatio" + path, method=method, headers=signed())
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        raise SystemExit(f"{method} {path}: {refusal.code} {refusal.read().decode()}")


class Stream:
    """A WebSocket, as far as reading messages needs one. Any library does as well; the standard library has none."""

    def __init__(self, path):
        url = urllib.parse.urlsplit(URL)
        port = url.port or (443 if url.scheme == "https" else 80)
        self.socket = socket.create_connection((url.hostname, port), timeout=60)
        if url.scheme == "https":
            self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=url.hostname)
        self.file = self.socket.makefile("rb")
        headers = {"Host": url.netloc, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                   "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **signed()}
        lines = [f"GET {path} HTTP/1.1"] + [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join(lines + ["", ""]).encode())
        status = self.file.readline().decode()
        if " 101 " not in status:
            raise SystemExit("No stream: " + status)
        while self.file.readline() != b"\r\n":
            pass

    def read(self):
        while True:
            first, length = self.file.read(2)
            if length == 126:
                length, = struct.unpack(">H", self.file.read(2))
            elif length == 127:
                length, = struct.unpack(">Q", self.file.read(8))
            payload = self.file.read(length)
            if first == 0x89:  # a ping wants a pong; what a client sends is masked, with zeros it stays as it is
                self.socket.sendall(bytes([0x8A, 0x80 | length, 0, 0, 0, 0]) + payload)
            elif first == 0x81:
                return json.loads(payload)
            else:
                raise SystemExit("The stream was closed.")


balance = call("GET", "/account/balances/usdt")
print(f"signed in: {balance['balance']} USDT")

stream = Stream("/api/v2/ranger/private/?stream=order&stream=trade")
print("subscribed:", ", ".join(stream.read()["success"]["streams"]))

depth = call("GET", f"/public/markets/{MARKET}/depth?limit=1")
if not depth["asks"]:
    raise SystemExit("Nobody sells now.")
ask = depth["asks"][0][0]

placed = call("POST", "/market/orders",
              {"market": MARKET, "side": "buy", "volume": VOLUME, "price": str(int(ask.split(".")[0]) * 95 // 100)})
print(f"placed: order {placed['id']} is {placed['state']}")
canceled = call("POST", f"/market/orders/{placed['id']}/cancel")
print(f"canceled: order {canceled['id']} is {canceled['state']}")

taken = call("POST", "/market/orders", {"market": MARKET, "side": "buy", "volume": VOLUME, "price": ask})
while True:
    message = stream.read()
    fill = message.get("trade")
    if fill and fill["order_id"] == taken["id"]:
        print(f"filled: {fill['amount']} at {fill['price']}")
        break
