using System.Text;
using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Compliance;

/// <summary>What came to the provider.</summary>
internal sealed record ProviderCall(string Method, string Path, IHeaderDictionary Headers, byte[] Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}

/// <summary>A provider of identity checks on a real port: it checks signatures, answers as it is told, and remembers.</summary>
internal sealed class FakeProvider(WebApplication app) : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string Name = "Herons Identity";

    public List<ProviderCall> Calls { get; } = [];

    /// <summary>Answers of <c>POST /checks</c> that come before the good ones.</summary>
    public Queue<Func<HttpContext, Task>> Odd { get; } = [];

    /// <summary>The answer for names.</summary>
    public string Hits { get; set; } = """{"hits":[]}""";

    /// <summary>The status of that answer.</summary>
    public int NamesStatus { get; set; } = StatusCodes.Status200OK;

    /// <summary>Statuses of answers to erasures that come before the good ones.</summary>
    public Queue<int> ErasureStatuses { get; } = [];

    public string Url => app.Urls.First();

    public IEnumerable<ProviderCall> Checks => Calls.Where(c => c.Path == "/kyc/checks");

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    /// <summary>A world whose members are checked here.</summary>
    public Task<ComplianceWorld> WorldAsync(
        PostgresFixture database, Action<KycProviderOptions>? options = null, Action<IServiceCollection>? more = null,
        Action<ComplianceOptions>? compliance = null) =>
        ComplianceWorld.CreateAsync(database, compliance, services =>
        {
            services.AddSingleton<IHostEnvironment>(new Development());
            services.Configure<KycProviderOptions>(o =>
            {
                (o.Url, o.Name) = (new Uri(Url + "/kyc"), Name);
                o.Secrets.Add(Secret);
                options?.Invoke(o);
            });
            more?.Invoke(services);
        });

    /// <summary>What the provider says, signed with its secret.</summary>
    public static (WebhookHeaders Headers, byte[] Body) Sign(
        string json, DateTimeOffset at, string id = "msg_1", string secret = Secret)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return (StandardWebhook.Sign(StandardWebhook.SecretOf(secret), id, at, body), body);
    }

    public static string Verdict(string applicant, string verdict, DateTimeOffset at, string more = "") =>
        $$$"""
        {"type":"verification.decided","timestamp":"{{{at:O}}}",
        "data":{"applicant_id":"{{{applicant}}}","verdict":"{{{verdict}}}"{{{more}}}}}
        """;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var kept = new MemoryStream();
        await http.Request.Body.CopyToAsync(kept);
        var call = new ProviderCall(http.Request.Method, http.Request.Path.Value!, new HeaderDictionary(), kept.ToArray());
        foreach (var header in http.Request.Headers) call.Headers[header.Key] = header.Value;
        lock (Calls) Calls.Add(call);
        if (call.Path == "/kyc/checks" && Odd.TryDequeue(out var odd)) await odd(http);
        else if (call.Path == "/kyc/erasures" && ErasureStatuses.TryDequeue(out var status)) http.Response.StatusCode = status;
        else if (call.Path == "/kyc/screenings") await NamesAsync(http);
        else if (call.Path == "/kyc/checks") await http.Response.WriteAsync(GoodAnswer(call));
    }

    private Task NamesAsync(HttpContext http)
    {
        http.Response.StatusCode = NamesStatus;
        return http.Response.WriteAsync(Hits);
    }

    private static string GoodAnswer(ProviderCall call)
    {
        var reference = call.Json.GetProperty("reference").GetString();
        return $$"""{"applicant_id":"app-{{reference}}","url":"https://verify.example/{{reference}}"}""";
    }

    private sealed class Development : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

/// <summary>What tests of providers do again and again.</summary>
internal static class ProviderSteps
{
    public static Task ConsentAsync(this ComplianceWorld world, MemberId member) =>
        world.Get<ProviderConsents>().GiveAsync(member, Members.MembersWorld.Origin, default);

    public static async Task<MemberId> SentAsync(this ComplianceWorld world, string name)
    {
        var member = await world.SignUpAsync(name);
        await world.ConsentAsync(member);
        await world.SubmitProfileAsync(member);
        await world.UploadAsync(member);
        await world.UploadAsync(member, side: DocumentSide.Selfie);
        return member;
    }

    public static Task SendAsync(this ComplianceWorld world) => world.Get<OutboxSender>().SendDueAsync(default);

    public static Task<VerdictReception> TellAsync(
        this ComplianceWorld world, string json, string id = "msg_1", string secret = FakeProvider.Secret)
    {
        var (headers, body) = FakeProvider.Sign(json, world.Time.GetUtcNow(), id, secret);
        return world.Get<ReceiveVerdict>().ExecuteAsync(headers, body, default);
    }
}
