using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Exchange.Tests.Support;

namespace Exchange.Tests.Feeds;

/// <summary>
/// The real program, a socket of Alice's on every stream there is, and what she and Bob do: everything that was told meanwhile,
/// by stream.
/// </summary>
public sealed class RangerContractRun : IAsyncLifetime
{
    internal const string Public = "/api/v2/ranger/public";
    internal const string Private = "/api/v2/ranger/private";
    private const int OrderMessages = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Periods = ["1m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d", "3d", "1w"];
    private static readonly string[] Own = ["order", "trade", "balances", "balance", "deposit_address"];

    private readonly PostgresFixture _database = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonElement>> _told = new();
    private ExchangeProcess _exchange = null!;

    /// <summary>Every stream of the contract, and ours.</summary>
    public static IReadOnlyList<string> Streams { get; } =
    [
        "btcusdt.ob-inc", "btcusdt.ob-sum", "btcusdt.update", "btcusdt.trades", "btcusdt.auction", "global.tickers",
        .. Periods.Select(p => $"btcusdt.kline-{p}"), .. Own,
    ];

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _exchange = await ExchangeProcess.StartedAsync(_database.ConnectionString);
        using var socket = await ConnectAsync($"{Private}?stream={string.Join("&stream=", Streams)}", "alice");
        using var limit = new CancellationTokenSource(Patience);
        var reading = ReadAsync(socket, limit.Token);
        await TradeAsync();
        await reading;
    }

    public async Task DisposeAsync()
    {
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>What was told under a name; empty for nothing.</summary>
    internal IReadOnlyList<JsonElement> Told(string name) => _told.TryGetValue(name, out var messages) ? [.. messages] : [];

    /// <summary>A socket, signed with a member's key when one is named.</summary>
    internal async Task<ClientWebSocket> ConnectAsync(string path, string? member = null)
    {
        var socket = new ClientWebSocket();
        if (member is not null)
        {
            using var client = _exchange.ClientFor(member);
            using var request = new HttpRequestMessage();
            client.Sign(request);
            foreach (var (name, values) in request.Headers) socket.Options.SetRequestHeader(name, values.Single());
        }

        await socket.ConnectAsync(
            new Uri(_exchange.Url.ToString().Replace("http:", "ws:", StringComparison.Ordinal).TrimEnd('/') + path), default);
        return socket;
    }

    /// <summary>Reads until every stream that tells anything has told something.</summary>
    private async Task ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        string[] awaited = [.. Streams.Except(["deposit_address"]), "btcusdt.ob-snap", "success"];
        while (!awaited.All(_told.ContainsKey) || Told("order").Count < OrderMessages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in (await socket.ReceiveJsonAsync()).EnumerateObject())
                _told.GetOrAdd(member.Name, _ => new()).Enqueue(member.Value);
        }
    }

    /// <summary>Orders of Alice of every fate: canceled, filled as maker and as taker, at market, waiting.</summary>
    private async Task TradeAsync()
    {
        using var alice = _exchange.ClientFor("alice");
        using var bob = _exchange.ClientFor("bob");
        var resting = (await alice.LimitAsync("sell", "61000", "0.5")).Json().GetProperty("id").GetInt64();
        await alice.PostAsync($"/market/orders/{resting}/cancel");
        await alice.LimitAsync("sell", "60000", "0.02");
        await bob.LimitAsync("buy", "60000", "0.01");
        await bob.LimitAsync("buy", "60000", "0.01");
        await bob.LimitAsync("sell", "60100", "0.02");
        await alice.LimitAsync("buy", "60100", "0.01");
        await alice.PostAsync("/market/orders", """{"market":"btcusdt","side":"buy","ord_type":"market","volume":"0.01"}""");
        await alice.PostAsync(
            "/market/orders", """{"market":"btcusdt","side":"sell","ord_type":"stop_loss","volume":"0.01","trigger_price":"59000"}""");
    }
}
