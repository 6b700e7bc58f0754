using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>
/// Posts events as multi-signature JWTs (RFC 7515, general JSON serialisation, RS256): <c>iss</c>, <c>jti</c>, <c>iat</c>, <c>exp</c> and
/// <c>event</c> with its name, record and changes. The <c>jti</c> is the same at every try.
/// </summary>
internal sealed class EventTransport : IOutboxTransport, IDisposable
{
    /// <summary>For how long a signature counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly EventOptions _options;
    private readonly TimeProvider _time;
    private readonly Lazy<RSA> _key;
    private readonly HttpClient _http;

    public EventTransport(IOptions<EventOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _key = new Lazy<RSA>(() => ReadKey(_options.SigningKeyFile));
        // The operator has named this address and no other.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = _options.Timeout };
    }

    public OutboxChannel Channel => OutboxChannel.Event;

    public async Task DeliverAsync(
        OutboxMessage message, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Sign(message, values), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.PostAsync(new Uri(message.Recipient), content, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Gone) throw new DeliveryRefusedException("HTTP 410: nobody wants events there any more.");
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _http.Dispose();
        if (_key.IsValueCreated) _key.Value.Dispose();
    }

    private string Sign(OutboxMessage message, IReadOnlyDictionary<string, string> values)
    {
        var now = _time.GetUtcNow();
        var content = new JsonObject
        {
            ["name"] = message.Template,
            ["record"] = JsonNode.Parse(values[EventOutbox.RecordName]),
        };
        if (values.TryGetValue(EventOutbox.ChangesName, out var changes)) content["changes"] = JsonNode.Parse(changes);
        var payload = Encode(new JsonObject
        {
            ["iss"] = _options.Issuer,
            ["jti"] = message.MessageId.ToString("D"),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["event"] = content,
        });
        var header = Encode(new JsonObject { ["alg"] = "RS256" });
        var signature = _key.Value.SignData(
            Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new JsonObject
        {
            ["payload"] = payload,
            ["signatures"] = new JsonArray(new JsonObject
            {
                ["protected"] = header,
                ["header"] = new JsonObject { ["kid"] = _options.Issuer },
                ["signature"] = Base64Url.EncodeToString(signature),
            }),
        }.ToJsonString();
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private static RSA ReadKey(string file)
    {
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return key;
    }
}
