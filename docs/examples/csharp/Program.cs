// Places an order, cancels it, trades, and waits for the fill on the stream. Needs nothing but .NET.
//
//   EXCHANGE_URL=http://localhost:5000 EXCHANGE_KEY=... EXCHANGE_SECRET=... dotnet run --project docs/examples/csharp
using System.Globalization;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

var url = Environment.GetEnvironmentVariable("EXCHANGE_URL") ?? "http://localhost:5000";
var key = Environment.GetEnvironmentVariable("EXCHANGE_KEY")!;
var secret = Environment.GetEnvironmentVariable("EXCHANGE_SECRET")!;
const string market = "btcusdt", volume = "0.001";
using var http = new HttpClient();

var balance = await CallAsync(HttpMethod.Get, "/account/balances/usdt");
Console.WriteLine($"signed in: {balance["balance"]} USDT");

using var socket = new ClientWebSocket();
foreach (var (name, value) in Signed()) socket.Options.SetRequestHeader(name, value);
var streams = new UriBuilder($"{url}/api/v2/ranger/private/?stream=order&stream=trade");
streams.Scheme = streams.Scheme == "https" ? "wss" : "ws";
await socket.ConnectAsync(streams.Uri, default);
Console.WriteLine($"subscribed: {(await ReadAsync())["success"]!["streams"]!.ToJsonString()}");

var depth = await CallAsync(HttpMethod.Get, $"/public/markets/{market}/depth?limit=1");
if (depth["asks"]!.AsArray() is not [{ } best, ..]) throw new InvalidOperationException("Nobody sells now.");
var ask = (string)best[0]!;
var low = $"{long.Parse(ask.Split('.')[0], CultureInfo.InvariantCulture) * 95 / 100}";

var placed = await CallAsync(HttpMethod.Post, "/market/orders", new { market, side = "buy", volume, price = low });
Console.WriteLine($"placed: order {placed["id"]} is {placed["state"]}");
var canceled = await CallAsync(HttpMethod.Post, $"/market/orders/{placed["id"]}/cancel");
Console.WriteLine($"canceled: order {canceled["id"]} is {canceled["state"]}");

var taken = await CallAsync(HttpMethod.Post, "/market/orders", new { market, side = "buy", volume, price = ask });
while (true)
{
    if ((await ReadAsync())["trade"] is not { } fill || (long)fill["order_id"]! != (long)taken["id"]!) continue;
    Console.WriteLine($"filled: {fill["amount"]} at {fill["price"]}");
    return;
}

// The headers that sign a request: valid for five seconds around the nonce, which is the time in milliseconds.
Dictionary<string, string> Signed()
{
    var nonce = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(nonce + key));
    return new()
    {
        ["X-Auth-Apikey"] = key,
        ["X-Auth-Nonce"] = nonce,
        ["X-Auth-Signature"] = Convert.ToHexStringLower(signature),
    };
}

async Task<JsonNode> CallAsync(HttpMethod method, string path, object? body = null)
{
    using var request = new HttpRequestMessage(method, $"{url}/api/v2/peatio{path}");
    foreach (var (name, value) in Signed()) request.Headers.Add(name, value);
    if (body is not null) request.Content = JsonContent.Create(body);
    using var answer = await http.SendAsync(request);
    var text = await answer.Content.ReadAsStringAsync();
    return answer.IsSuccessStatusCode
        ? JsonNode.Parse(text)!
        : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
}

async Task<JsonNode> ReadAsync()
{
    using var message = new MemoryStream();
    var buffer = new byte[16 * 1024];
    WebSocketReceiveResult part;
    do
    {
        part = await socket.ReceiveAsync(buffer, default);
        if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The stream was closed.");
        message.Write(buffer, 0, part.Count);
    }
    while (!part.EndOfMessage);
    return JsonNode.Parse(message.ToArray())!;
}
