using System.Globalization;
using System.Security.Claims;
using System.Text;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Exchange.Tests.Members;
using Exchange.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Api;

/// <summary>The API alone, on an in-memory server, with fakes behind it.</summary>
internal sealed class ApiWorld : IAsyncDisposable
{
    public const long Moment = 1_620_353_548_000_000; // 2021-05-07T02:12:28Z
    public const long MemberWhoMayNotTrade = 99;
    private readonly WebApplication _app;

    private ApiWorld(WebApplication app) => _app = app;

    public FakeEngine Engine => (FakeEngine)_app.Services.GetRequiredService<IEngine>();

    public FakeCatalog Catalog => (FakeCatalog)_app.Services.GetRequiredService<IMarketCatalog>();

    public RouteTable Routes => _app.Services.GetRequiredService<RouteTable>();

    public FakeReadState Live => (FakeReadState)_app.Services.GetRequiredService<IEngineReadState>();

    /// <summary>With settings of rate limits its clock stands still: a slow machine refills no bucket.</summary>
    public static async Task<ApiWorld> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        if (settings.Length > 0) builder.Services.AddSingleton<TimeProvider>(new MovableTime());
        builder.Configuration.AddInMemoryCollection(settings.Length > 0
            ? settings.ToDictionary(s => s.Key, s => (string?)s.Value)
            : new Dictionary<string, string?> { ["RateLimits:Enabled"] = "false" });
        builder.Services.AddSingleton<IEngine, FakeEngine>();
        builder.Services.AddSingleton<IMarketCatalog, FakeCatalog>();
        builder.Services.AddSingleton<IEngineReadState, FakeReadState>();
        builder.Services.AddSingleton<IMarketData, FakeMarketData>();
        builder.Services.AddSingleton<IMemberAccess, FakeAccess>();
        builder.Services.AddSingleton<IDbContextFactory<ExchangeDbContext>, NoDatabase>();
        builder.Services.AddSingleton(LevelRule.Default);
        builder.Services.AddTrading();
        builder.Services.AddWallets();
        builder.Services.AddPeatioApi(builder.Configuration);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers["Test-Member"].ToString() is { Length: > 0 } id)
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(MemberClaims.MemberId, id)], "test"));
            return next(http);
        });
        app.MapPeatioApi();
        await app.StartAsync();
        return new ApiWorld(app);
    }

    /// <summary>Sends a request as a member (0: without a session).</summary>
    public async Task<(int Status, string Body, HttpResponseMessage Response)> SendAsync(
        string method, string path, string? body = null, string? contentType = "application/json", long member = 1)
    {
        using var client = _app.GetTestClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v2/peatio" + path);
        if (member > 0) request.Headers.Add("Test-Member", member.ToString(CultureInfo.InvariantCulture));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
