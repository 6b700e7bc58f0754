using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Exchange.Core.Tower;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Exchange.Tests.Feeds;
using Exchange.Tests.Support;
using Exchange.Web.Api;
using Exchange.Web.Demo;
using Exchange.Web.Feeds;
using Exchange.Web.Hosting;
using Exchange.Web.Identity;
using Exchange.Web.Layout;
using Exchange.Web.Operations;
using Exchange.Web.Tower;
using Exchange.Web.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Access;

/// <summary>
/// The whole program on a real port and a real database, with its own pipeline. One currency pair; an owner with an order in the book
/// and with money, and another member with neither.
/// </summary>
public class AccessWorld : IAsyncLifetime, IDisposable
{
    public const string Password = "four quiet herons at dawn";
    public const string UserAgent = "access-test/1";
    private const string PageCookie = "exchange-session";
    internal static readonly RequestOrigin Origin = new("127.0.0.1", UserAgent);
    private readonly PostgresFixture _database = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private WebApplication _app = null!;

    internal MemberId Owner { get; private set; }

    internal MemberId Other { get; private set; }

    internal OrderId OwnersOrder { get; private set; }

    internal Uri Address => new(_app.Urls.First());

    /// <summary>Where documents are kept.</summary>
    internal string DocumentDirectory { get; private set; } = "";

    internal T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    internal IServiceProvider Services => _app.Services;

    /// <summary>Everything that is mapped.</summary>
    internal IReadOnlyList<RouteEndpoint> Endpoints => [.. Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    internal ExchangeDbContext Context() => Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContext();

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ApplicationName = typeof(ExchangePipeline).Assembly.GetName().Name,
        });
        builder.Logging.ClearProviders();
        Log(builder.Logging);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        DocumentDirectory = Directory.CreateTempSubdirectory("exchange-documents-").FullName;
        builder.Configuration.AddInMemoryCollection(
        [
            new("RateLimits:Enabled", "false"), new("Captcha:Type", "none"), new("Compliance:DocumentDirectory", DocumentDirectory),
        ]);
        AddServices(builder, await _database.CreateDatabaseAsync());
        _app = builder.Build();
        await using (var db = Context()) await db.Database.MigrateAsync();
        _app.UseExchange();
        await _app.StartAsync();
        Owner = await VerifiedAsync(await MemberAsync("owner@example.com"));
        Other = await VerifiedAsync(await MemberAsync("other@example.com"));
        await SeedAsync();
    }

    /// <summary>Where its log goes: nowhere.</summary>
    protected virtual void Log(ILoggingBuilder logging)
    {
    }

    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(DocumentDirectory, recursive: true);
    }

    /// <summary>Waits until the tables hold all that has happened.</summary>
    internal async Task ProjectedAsync()
    {
        var sequence = Get<IEngineReadState>().Sequence;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await Get<IProjectionProgress>().ProjectedSequenceAsync(default) < sequence) await timer.WaitForNextTickAsync();
    }

    /// <summary>A member of the highest level.</summary>
    internal async Task<MemberId> MemberAsync(string email) =>
        await VerifiedAsync(await MailboxDoor.MemberAsync(_app.Services, email, Password, Origin));

    /// <summary>The token of the link in the newest mail to an address.</summary>
    internal Task<string> TokenAsync(string email) => MailboxDoor.TokenAsync(_app.Services, email);

    /// <summary>A session, as the headers that carry it to pages and API; without the token it changes nothing.</summary>
    internal async Task<(string Name, string Value)[]> SessionAsync(MemberId member, bool csrf = true)
    {
        var opened = await Get<Sessions>().OpenAsync(member, Origin, isBound: true, hasSecondFactor: false, default);
        (string, string) cookie = ("Cookie", $"{SessionCookie.ApiName}={opened.Key}; {PageCookie}={opened.Key}");
        return csrf ? [cookie, (ApiGate.CsrfHeader, opened.CsrfToken)] : [cookie];
    }

    /// <summary>The session of a new member of a role.</summary>
    internal async Task<(string, string)[]> StaffAsync(string role, bool secondFactor) => (await EnterAsync(role, secondFactor)).Headers;

    /// <summary>A new member of a role who is signed in and showed a second factor.</summary>
    internal async Task<Actor> ActorAsync(string role) => (await EnterAsync(role, secondFactor: true)).Actor;

    private async Task<(Actor Actor, (string, string)[] Headers)> EnterAsync(string role, bool secondFactor)
    {
        var member = await MemberAsync();
        var headers = await SessionAsync(member);
        DateTimeOffset? shown = secondFactor ? TimeProvider.System.GetUtcNow() : null;
        await using var db = Context();
        await db.Set<Member>().Where(m => m.Id == member.Value).ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, role));
        await db.Set<MemberSession>().Where(s => s.MemberId == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactorAt, shown));
        var session = await db.Set<MemberSession>().Where(s => s.MemberId == member.Value).MaxAsync(s => s.Id);
        return (new Actor(member, session, role, Origin), headers);
    }

    internal Task<CreatedApiKey> KeyAsync(MemberId member, ApiKeyScopes scopes, string? addresses = null) => KeyAsync(
        member, new ApiKeyTerms { Label = "bot", Scopes = scopes, Addresses = addresses });

    /// <summary>A key, for which a session that has just begun stands in for the password.</summary>
    internal async Task<CreatedApiKey> KeyAsync(MemberId member, ApiKeyTerms terms)
    {
        await Get<Sessions>().OpenAsync(member, Origin, isBound: true, hasSecondFactor: false, default);
        var sessions = await Get<Sessions>().ListAsync(member, default);
        return await Get<CreateApiKey>().ExecuteAsync(
            member, terms, new StepUpProof(null, sessions.Max(s => s.Id)), Origin, default);
    }

    internal static (string Name, string Value)[] Signed(CreatedApiKey key, long? nonce = null)
    {
        var text = NonceText(nonce);
        return
        [
            (ApiSignatures.KeyHeader, key.Kid), (ApiSignatures.NonceHeader, text),
            (ApiSignatures.SignatureHeader, Hmac(key.Secret, text + key.Kid)),
        ];
    }

    /// <summary>As docs/api.md says it, by hand.</summary>
    internal static (string Name, string Value)[] SignedWhole(
        CreatedApiKey key, string method, string target, string? body = null, long? nonce = null)
    {
        var text = NonceText(nonce);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body ?? "")));
        return
        [
            (ApiSignatures.KeyHeader, key.Kid), (ApiSignatures.NonceHeader, text), (ApiSignatures.VersionHeader, "2"),
            (ApiSignatures.SignatureHeader, Hmac(key.Secret, $"v2\n{text}\n{key.Kid}\n{method}\n{target}\n{hash}")),
        ];
    }

    internal async Task<(int Status, string Body, HttpResponseMessage Response)> SendAsync(
        string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await SendContentAsync(method, path, content, headers);
    }

    internal async Task<(int Status, string Body, HttpResponseMessage Response)> SendContentAsync(
        string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        if (headers.All(h => h.Name != "User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Content = content;
        var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    private static void AddServices(WebApplicationBuilder builder, string connectionString)
    {
        builder.WebHost.UseExchangeLimits();
        builder.AddProxyHeaders();
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(connectionString);
        services.AddExchangeOperations();
        services.AddEngine();
        services.AddProjections();
        services.AddTrading();
        services.AddMarketData();
        services.AddWallets();
        services.AddAudit();
        services.AddMailbox().AddMembers();
        services.AddTower();
        services.AddFeeds();
        services.AddPeatioApi(builder.Configuration);
        services.AddBarongApi();
        services.AddExchangeAuthentication();
        services.AddIdentityPages(builder.Configuration);
        services.AddTowerPages(builder.Configuration, builder.Environment);
        services.AddVerification(builder.Configuration);
        services.AddPages();
        builder.AddDemo();
        services.AddDemoFaucet();
    }

    /// <summary>Gives a member the highest level through the door that gives it to everybody.</summary>
    internal async Task<MemberId> VerifiedAsync(MemberId member)
    {
        foreach (var needed in Enumerable.Range(1, Get<LevelRule>().Highest).SelectMany(l => Get<LevelRule>().Requires(l, false)))
            await Get<Labels>().SetAsync(member, new LabelChange(needed.Key, needed.Value), default);
        return member;
    }

    /// <summary>A new member of a level.</summary>
    internal async Task<MemberId> MemberAsync(int level = 0)
    {
        var member = await MemberAsync($"{Guid.NewGuid():N}@example.com");
        await ChangeAsync(member, MemberState.Active, level);
        return member;
    }

    internal async Task ChangeAsync(MemberId member, MemberState state, int level = 0)
    {
        await using var db = Context();
        await db.Set<Member>().Where(m => m.Id == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Level, level).SetProperty(m => m.State, state));
        Get<MemberAccess>().Invalidate(member);
    }

    /// <summary>What a hub answers to a call of <c>Hub.Method</c>, over a socket of its own.</summary>
    internal async Task<string> InvokeAsync(string method, object[] arguments, (string Name, string Value)[] headers)
    {
        const string end = "\u001e";
        using var socket = new ClientWebSocket();
        foreach (var (name, value) in headers) socket.Options.SetRequestHeader(name, value);
        // A browser says where its script comes from.
        socket.Options.SetRequestHeader("Origin", Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = MarketHub.Path }.Uri, CancellationToken.None);
        await socket.SendTextAsync("""{"protocol":"json","version":1}""" + end);
        await socket.SendTextAsync(JsonSerializer.Serialize(
            new { type = 1, invocationId = "1", target = method.Split('.')[1], arguments }) + end);
        while (true)
        {
            foreach (var message in (await socket.ReceiveTextAsync()).Split(end))
                if (message.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal)) return message;
        }
    }

    private async Task SeedAsync()
    {
        await SubmitAsync(Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8)));
        await SubmitAsync(Command.DefineCurrency(new CurrencyDefinition("usd", "US Dollar", CurrencyKind.Fiat, 8)));
        await SubmitAsync(Command.SetFee(new FeeScheduleEntry(null, FeeSchedule.AnyGroup, new FeeRate(0), new FeeRate(0))));
        await SubmitAsync(Command.DefineMarket(new MarketDefinition(
            "btcusd", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"), Amount.Parse("0.001"),
            Amount.Parse("1000"), Amount.Parse("0.01"), Amount.Parse("1000000"), Amount.Parse("1"))));
        await SubmitAsync(Command.SetMarketState(new MarketId(0), MarketState.Open));
        await SubmitAsync(Command.Transfer(Owner, new CurrencyId(1), Amount.Parse("1000"), "test:1"));
        var placed = await SendAsync("POST", "/api/v2/peatio/market/orders",
            """{"market":"btcusd","side":"buy","volume":"0.5","price":"100"}""", await SessionAsync(Owner));
        using var order = System.Text.Json.JsonDocument.Parse(placed.Body);
        OwnersOrder = new OrderId(order.RootElement.GetProperty("id").GetInt64());
    }

    /// <summary>Money for a member without: a thousand dollars.</summary>
    internal Task GiveAsync(MemberId member) =>
        SubmitAsync(Command.Transfer(member, new CurrencyId(1), Amount.Parse("1000"), $"test:{Guid.NewGuid():N}"));

    internal async Task SubmitAsync(Command command) =>
        Assert.Equal(RejectReason.None, (await Get<IEngine>().SubmitAsync(command)).Reason);

    private static string NonceText(long? nonce) =>
        (nonce ?? TradingClient.Nonce()).ToString(CultureInfo.InvariantCulture);

    private static string Hmac(string secret, string message) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message)));
}
