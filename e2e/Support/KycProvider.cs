using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Exchange.E2E.Support;

/// <summary>A provider of identity checks on this machine: takes whatever comes, and says what a test wants.</summary>
public sealed class KycProvider : IDisposable
{
    public const string Name = "Herons Identity";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource<JsonElement> _asked = new();

    public KycProvider()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ExchangeProgram.FreePort()}");
        _listener.Prefixes.Add(Url + "/");
    }

    public string Url { get; }

    /// <summary>How the program is told of it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("KycProvider__Url", Url), ("KycProvider__Name", Name), ("KycProvider__Secrets__0", "whsec_" + Convert.ToBase64String(Key)),
    ];

    /// <summary>The first check that came.</summary>
    public Task<JsonElement> AskedAsync() => _asked.Task.WaitAsync(Person.ArrivalLimit);

    public void Start()
    {
        _listener.Start();
        _ = Task.Run(AnswerAsync);
    }

    /// <summary>Says what was found; the status of the answer.</summary>
    public static async Task<int> TellAsync(string exchange, string json)
    {
        var (body, at) = (Encoding.UTF8.GetBytes(json), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"msg_1.{at}.{json}"));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, exchange + "/api/v2/barong/public/kyc");
        request.Content = new ByteArrayContent(body);
        request.Headers.Add("webhook-id", "msg_1");
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, signed)));
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var call = await _listener.GetContextAsync();
                try
                {
                    await AnswerAsync(call);
                }
                catch (HttpListenerException) when (_listener.IsListening)
                {
                    // Who asked has waited for too long, and will ask again.
                }
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        if (call.Request.HttpMethod == "POST")
        {
            await call.Response.OutputStream.WriteAsync(
                """{"applicant_id":"applicant-7","url":"https://verify.example/start/applicant-7"}"""u8.ToArray());
            _asked.TrySetResult(JsonSerializer.Deserialize<JsonElement>(body.ToArray()));
        }

        call.Response.Close();
    }
}

/// <summary>A running program whose members are checked by a provider.</summary>
public sealed class ProviderFixture : ExchangeFixture
{
    public ProviderFixture()
        : this(new KycProvider())
    {
    }

    private ProviderFixture(KycProvider provider)
        : base(provider.Settings) => Provider = provider;

    public KycProvider Provider { get; }

    public override Task InitializeAsync()
    {
        Provider.Start();
        return base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Provider.Dispose();
    }
}
