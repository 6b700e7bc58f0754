#!/usr/bin/env bash
# Places an order, cancels it, trades, and waits for the fill on the stream. Needs curl and openssl.
#
#   EXCHANGE_URL=http://localhost:5000 EXCHANGE_KEY=... EXCHANGE_SECRET=... bash trade.sh
set -euo pipefail
URL=${EXCHANGE_URL:-http://localhost:5000}
MARKET=btcusdt VOLUME=0.001

# The headers that sign a request, one a line: valid for five seconds around the nonce, which is the time in milliseconds.
signed() {
  local nonce signature
  nonce=$(date +%s%3N)
  signature=$(printf %s "$nonce$EXCHANGE_KEY" | openssl dgst -sha256 -hmac "$EXCHANGE_SECRET" | sed 's/^.* //')
  printf '%s\n' "X-Auth-Apikey: $EXCHANGE_KEY" "X-Auth-Nonce: $nonce" "X-Auth-Signature: $signature"
}

# call METHOD PATH [JSON]: prints the answer, or the refusal and ends.
call() {
  local answer
  answer=$(signed | curl -sS -m 10 -X "$1" -H @- -H 'Content-Type: application/json' ${3:+-d "$3"} -w '\n%{http_code}' \
    "$URL/api/v2/peatio$2")
  case ${answer##*$'\n'} in
    2??) printf '%s\n' "${answer%$'\n'*}" ;;
    *) printf '%s %s: %s\n' "$1" "$2" "$answer" >&2; exit 1 ;;
  esac
}

# field NAME: the first value of that name in the JSON that comes in. Use jq where there is one.
field() { sed -E "s/^[^{]*\\{//; s/.*\"$1\":\"?([^\",}]*).*/\\1/"; }

balance=$(call GET /account/balances/usdt)
echo "signed in: $(field balance <<<"$balance") USDT"

# curl shows a WebSocket's frames as they come: a header of some bytes, then the text.
messages=$(mktemp)
signed | curl -sS -N --http1.1 -H @- -H 'Upgrade: websocket' -H 'Connection: Upgrade' -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' "$URL/api/v2/ranger/private/?stream=order&stream=trade" >"$messages" 2>/dev/null &
stream=$!
trap 'kill $stream 2>/dev/null; rm -f "$messages"' EXIT
wait_for() {
  for _ in $(seq 300); do grep -aoE "$1" "$messages" | head -n 1 | grep . && return; sleep 0.1; done
  echo "Nothing on the stream like $1" >&2
  exit 1
}
echo "subscribed: $(wait_for '"streams":\[[^]]*\]')"

ask=$(call GET "/public/markets/$MARKET/depth?limit=1" | sed -E 's/.*"asks":\[\["([^"]*)".*/\1/')
placed=$(call POST /market/orders "{\"market\":\"$MARKET\",\"side\":\"buy\",\"volume\":\"$VOLUME\",\"price\":\"$((${ask%.*} * 95 / 100))\"}")
id=$(sed -E 's/^\{"id":([0-9]+).*/\1/' <<<"$placed")
echo "placed: order $id is $(field state <<<"$placed")"
canceled=$(call POST "/market/orders/$id/cancel")
echo "canceled: order $id is $(field state <<<"$canceled")"

taken=$(call POST /market/orders "{\"market\":\"$MARKET\",\"side\":\"buy\",\"volume\":\"$VOLUME\",\"price\":\"$ask\"}")
id=$(sed -E 's/^\{"id":([0-9]+).*/\1/' <<<"$taken")
fill=$(wait_for "\\{\"trade\":\\{[^}]*\"order_id\":$id\\}")
echo "filled: $(sed -E 's/.*"amount":"([^"]*)".*/\1/' <<<"$fill") at $(sed -E 's/.*"price":"([^"]*)".*/\1/' <<<"$fill")"
