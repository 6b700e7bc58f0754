using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Npgsql;

namespace Exchange.Tests.Contract;

/// <summary>What came back.</summary>
internal sealed record ContractAnswer(int Status, string Body, HttpResponseMessage? Message, TimeSpan Took);

/// <summary>The real program with demo content and no bots, and what the rows ask about: some orders and a trade.</summary>
internal sealed class ContractWorld(string connectionString) : IAsyncDisposable
{
    /// <summary>Without a key.</summary>
    public const string Anyone = "anyone";

    /// <summary>A demo member.</summary>
    public const string Alice = "alice";

    /// <summary>The same with a clock that is a minute slow.</summary>
    public const string LateAlice = "alice, a minute late";

    /// <summary>Another demo member.</summary>
    public const string Bob = "bob";

    /// <summary>The password of a member who has a session and no key of her own.</summary>
    public const string CarolsPassword = "four quiet herons at dawn";

    private readonly ExchangeProcess _exchange = new(connectionString);
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);
    private readonly Dictionary<string, TradingClient> _members = [];
    private readonly Dictionary<string, string> _values = [];
    private HttpClient _http = null!;
    private Authenticator? _frank;

    public async Task StartAsync()
    {
        await _exchange.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _exchange.Url };
        foreach (var name in new[] { Alice, Bob }) _members[name] = _exchange.ClientFor(name);
        _values["host"] = _exchange.Url.Authority;
        await MakeOrdersAsync();
        await SignCarolUpAsync();
        await SignFrankUpAsync();
        await SignGraceUpAsync();
    }

    /// <summary>The text with every <c>&lt;name&gt;</c> replaced.</summary>
    public string Filled(string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_frank is not null && text.Contains("<frank-", StringComparison.Ordinal))
        {
            (_values["frank-code"], _values["frank-next"]) = (_frank.CodeAt(now), _frank.CodeAt(now, 1));
            _values["frank-wrong"] = _frank.WrongCodeAt(now);
        }

        return _values.Aggregate(text, (filled, value) => filled.Replace($"<{value.Key}>", value.Value, StringComparison.Ordinal));
    }

    /// <summary>The last command that changed anything, from the journal itself: what the program says of its health is a second
    /// old.</summary>
    public async Task<long> SequenceAsync()
    {
        await using var command = _database.CreateCommand("""select coalesce(max("LastSequence"), 0) from journal""");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Asks what a row asks.</summary>
    public async Task<ContractAnswer> AskAsync(ContractRow row, string prefix)
    {
        var started = Stopwatch.GetTimestamp();
        if (row.Raw is { } raw) return await AskRawAsync(Filled(raw).Replace("<auth>", AuthLines(), StringComparison.Ordinal), started);
        using var request = new HttpRequestMessage(
            new HttpMethod(row.Method), new Uri(_exchange.Url, Filled(prefix + row.Path)));
        if (row.Body is { } body) request.Content = ContentOf(row, Filled(body));
        if (row.IsChunked) request.Headers.TransferEncodingChunked = true;
        var lag = row.Caller == LateAlice ? TimeSpan.FromMinutes(1) : default;
        if (_members.TryGetValue(row.Caller.Split(',')[0], out var member)) member.Sign(request, lag);
        foreach (var (name, value) in row.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, Filled(value))) request.Content!.Headers.Add(name, value);
        var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new ContractAnswer((int)answer.StatusCode, text, answer, Stopwatch.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        foreach (var member in _members.Values) member.Dispose();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Carol: a member with a session, in <c>&lt;cookie&gt;</c> and <c>&lt;csrf&gt;</c>.</summary>
    private async Task SignCarolUpAsync() =>
        (_values["used-token"], _values["cookie"], _values["csrf"]) = await SignUpAsync("carol@contract.example");

    /// <summary>
    /// Frank: a member with a second factor and a session, in <c>&lt;frank-cookie&gt;</c> and <c>&lt;frank-csrf&gt;</c>. His telephone
    /// shows <c>&lt;frank-code&gt;</c> now and <c>&lt;frank-next&gt;</c> after it.
    /// </summary>
    private async Task SignFrankUpAsync() => _frank = await ProtectedAsync("frank");

    /// <summary>Grace: of the staff, with a second factor, in <c>&lt;grace-cookie&gt;</c> and <c>&lt;grace-csrf&gt;</c>. She works on
    /// <c>&lt;carol-uid&gt;</c> and, after his own rows, <c>&lt;frank-uid&gt;</c>.</summary>
    private async Task SignGraceUpAsync()
    {
        await ProtectedAsync("grace");
        await using var command = _database.CreateCommand("""
            update members set "Role" = 'superadmin' where "Email" = 'grace@contract.example';
            select split_part("Email", '@', 1), "Uid" from members where "Email" in ('carol@contract.example', 'frank@contract.example');
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) _values[$"{reader.GetString(0)}-uid"] = reader.GetString(1);
    }

    /// <summary>A member who turned a second factor on, and their session.</summary>
    private async Task<Authenticator> ProtectedAsync(string name)
    {
        const string otp = "/api/v2/barong/resource/otp";
        (_, _values[$"{name}-cookie"], _values[$"{name}-csrf"]) = await SignUpAsync($"{name}@contract.example");
        var setup = await PostAsync(otp + "/generate_qrcode", "{}");
        var phone = Authenticator.Scan(setup.GetProperty("data").GetProperty("url").GetString()!);
        // The code before the present one, which is left for the rows; a slow machine may need another try.
        var isOn = false;
        for (var tries = 0; tries < 5 && !isOn; tries++) isOn = (await EnableAsync()).ValueKind == JsonValueKind.Number;
        Assert.True(isOn);
        return phone;

        Task<JsonElement> EnableAsync() =>
            PostAsync(otp + "/enable", $$"""{"code":"{{phone.CodeAt(TimeProvider.System.GetUtcNow(), -1)}}"}""");

        async Task<JsonElement> PostAsync(string path, string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_exchange.Url, path));
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Cookie", _values[$"{name}-cookie"]);
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", _values[$"{name}-csrf"]);
            var answer = await _http.SendAsync(request);
            return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        }
    }

    private async Task<(string Token, string Cookie, string Csrf)> SignUpAsync(string email)
    {
        using var body = new StringContent(
            $$"""{"email":"{{email}}","password":"{{CarolsPassword}}"}""", Encoding.UTF8, "application/json");
        using var signedUp = await _http.PostAsync(new Uri(_exchange.Url, "/api/v2/barong/identity/users"), body);
        var link = await _exchange.TokenInMailAsync(email);
        using var token = new StringContent($$"""{"token":"{{link}}"}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(
            new Uri(_exchange.Url, "/api/v2/barong/identity/users/email/confirm_code"), token);
        var user = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        return (link, cookie, user.GetProperty("csrf_token").GetString()!);
    }

    private static ByteArrayContent ContentOf(ContractRow row, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (row.ContentType is { } type) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    /// <summary>Alice's signature as lines of a request, the names in capitals.</summary>
    private string AuthLines()
    {
        using var request = new HttpRequestMessage();
        _members[Alice].Sign(request);
        return string.Concat(request.Headers.Select(header => $"{header.Key.ToUpperInvariant()}: {header.Value.Single()}\r\n"));
    }

    /// <summary>Sends bytes and reads until the server closes or has answered once.</summary>
    private async Task<ContractAnswer> AskRawAsync(string text, long started)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_exchange.Url.Host, _exchange.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        using var limit = new CancellationTokenSource(ContractRun.AnswerLimit * 2);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var whole = await reader.ReadToEndAsync(limit.Token);
        var status = whole.Length > 12 ? int.Parse(whole.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
        var body = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end ? whole[(end + 4)..] : "";
        return new ContractAnswer(status, body, null, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Alice: one order that rests, one that is done, one that she canceled. Bob: one that rests.</summary>
    private async Task MakeOrdersAsync()
    {
        var (alice, bob) = (_members[Alice], _members[Bob]);
        _values["done"] = await PlacedAsync(alice, "sell", "60000", "0.01");
        await PlacedAsync(bob, "buy", "60000", "0.01");
        _values["canceled"] = await PlacedAsync(alice, "buy", "41000", "0.01");
        Assert.Equal(201, (await alice.PostAsync($"/market/orders/{_values["canceled"]}/cancel")).Status);
        _values["resting"] = await PlacedAsync(alice, "buy", "40000", "0.01");
        _values["bobs"] = await PlacedAsync(bob, "sell", "61000", "0.01");
        await _exchange.WaitForHealthAsync(health => health.ProjectorLag == 0);
        var resting = (await alice.GetAsync($"/market/orders/{_values["resting"]}")).Json();
        _values["resting-uuid"] = resting.GetProperty("uuid").GetString()!;
        var ether = (await bob.GetAsync("/account/balances/eth")).Json().GetProperty("balance").GetString()!;
        _values["bobs-eth"] = ether;
        _values["bobs-eth-and-a-lot"] = (Amount.Parse(ether) + Amount.Parse("0.001")).ToString();
    }

    private static async Task<string> PlacedAsync(TradingClient client, string side, string price, string volume)
    {
        var answer = await client.LimitAsync(side, price, volume);
        Assert.True(answer.Status == 201, answer.ToString());
        return answer.Json().GetProperty("id").GetRawText();
    }
}
