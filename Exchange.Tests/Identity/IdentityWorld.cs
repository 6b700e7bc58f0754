using System.Net;
using System.Text.RegularExpressions;
using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Exchange.Tests.Api;
using Exchange.Tests.Support;
using Exchange.Web.Api;
using Exchange.Web.Demo;
using Exchange.Web.Identity;
using Exchange.Web.Layout;
using Exchange.Web.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Identity;

/// <summary>Pages, sign-in and API on an in-memory server with a real database of members, over a fake
/// engine.</summary>
internal sealed partial class IdentityWorld : IAsyncDisposable
{
    public const string Password = "four quiet herons at dawn";
    private readonly WebApplication _app;

    private IdentityWorld(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<IdentityWorld> StartAsync(PostgresFixture database, bool limits = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ApplicationName = typeof(IdentityPages).Assembly.GetName().Name,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection([new("RateLimits:Enabled", limits ? "true" : "false")]);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(await database.CreateDatabaseAsync()).AddAudit().AddMailbox().AddMembers();
        services.AddSingleton<IEngine, FakeEngine>();
        services.AddSingleton<IMarketCatalog, FakeCatalog>();
        services.AddSingleton<IEngineReadState, FakeReadState>();
        services.AddSingleton<IMarketData, FakeMarketData>();
        services.AddSingleton<IDemoStatus, NoDemo>();
        services.AddTrading();
        services.AddWallets();
        services.AddPeatioApi(builder.Configuration);
        services.AddBarongApi();
        services.AddExchangeAuthentication();
        services.AddIdentityPages(builder.Configuration);
        services.AddVerification(builder.Configuration);
        services.AddPages();
        var app = builder.Build();
        await using (var db = app.Services.GetRequiredService<IDbContextFactory<ExchangeDbContext>>().CreateDbContext())
            await db.Database.EnsureCreatedAsync();
        SignedApi.Use(app);
        app.UseSecurityHeaders();
        app.UsePageErrors();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseApiGate();
        app.MapPeatioApi();
        app.MapIdentityPages();
        app.UseAntiforgery();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        await app.StartAsync();
        return new IdentityWorld(app);
    }

    /// <summary>A browser with cookies of its own, which follows no redirects.</summary>
    public Browser Open(bool https = false) =>
        new(_app.GetTestServer(), new Uri(https ? "https://exchange.test" : "http://exchange.test"));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class NoDemo : IDemoStatus
    {
        public bool IsDemo => false;
    }

    /// <summary>Keeps cookies and fills in forms as a browser does.</summary>
    internal sealed partial class Browser(TestServer server, Uri home)
    {
        private readonly CookieContainer _cookies = new();

        public Task<HttpResponseMessage> GetAsync(string path, params (string, string)[] headers) =>
            SendAsync("GET", path, headers);

        public async Task<HttpResponseMessage> SendAsync(string method, string path, params (string, string)[] headers)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(home, path));
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            return await SendAsync(request);
        }

        /// <summary>Opens a page, fills in the form of a name on it, and sends it.</summary>
        public async Task<HttpResponseMessage> SubmitAsync(
            string path, string form, params (string Name, string Value)[] fields)
        {
            var page = await (await GetAsync(path)).Content.ReadAsStringAsync();
            var token = AntiforgeryToken().Match(page).Groups[1].Value;
            return await PostAsync(path, [("_handler", form), ("__RequestVerificationToken", token), .. fields]);
        }

        public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(home, path));
            request.Content = new FormUrlEncodedContent(fields.ToDictionary(f => f.Name, f => f.Value));
            return await SendAsync(request);
        }

        /// <summary>Signs up, follows the link in the mail, and signs in.</summary>
        public async Task<HttpResponseMessage> EnterAsync(string email)
        {
            await SignUpAsync(email);
            var token = await MailboxDoor.TokenAsync(server.Services, email);
            await SubmitAsync("/confirm-email?token=" + token, "confirm", ("token", token));
            return await SignInAsync(email, Password);
        }

        public Task<HttpResponseMessage> SignUpAsync(string email) =>
            SubmitAsync("/signup", "signup", ("email", email), ("password", Password));

        public Task<HttpResponseMessage> SignInAsync(string email, string password, string page = "/signin") =>
            SubmitAsync(page, "signin", ("email", email), ("password", password));

        private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            if (_cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            using var client = server.CreateClient();
            var response = await client.SendAsync(request);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var cookie in set) _cookies.SetCookies(request.RequestUri!, cookie);
            return response;
        }

        [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
        private static partial Regex AntiforgeryToken();
    }
}
