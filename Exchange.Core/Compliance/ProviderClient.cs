using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>
/// Calls the provider: signed, to the operator's address and no other, with a limit on time and on the answer's size. Redirections are
/// not followed: they would lead personal data elsewhere.
/// </summary>
internal sealed class ProviderClient : IDisposable
{
    /// <summary>Most bytes of an answer.</summary>
    public const int MaxAnswerBytes = 64 << 10;

    /// <summary>How both sides write JSON. A field that is there twice is none that one can believe.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    private readonly KycProviderOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public ProviderClient(IOptions<KycProviderOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = _options.Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>Asks something in JSON and reads the answer.</summary>
    public async Task<T> AskAsync<T>(string path, string reference, object question, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(question, Json);
        var answer = await SendAsync(HttpMethod.Post, path, (reference, reference), body, "application/json", cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<T>(answer, Json) ?? throw new DeliveryFailedException("The answer is empty.");
        }
        catch (JsonException)
        {
            // Without the cause, which quotes what was read.
            throw new DeliveryFailedException("The answer is not as agreed.");
        }
    }

    /// <summary>Says something in JSON; any answer of success will do.</summary>
    public Task TellAsync(string path, string reference, object message, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, path, (reference, reference), JsonSerializer.SerializeToUtf8Bytes(message, Json), "application/json",
        cancellationToken);

    /// <summary>Hands over a file.</summary>
    public Task PutAsync(
        string path, (string Id, string Reference) message, byte[] file, string type, CancellationToken cancellationToken) => SendAsync(
            HttpMethod.Put, path, message, file, type, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> SendAsync(
        HttpMethod method, string path, (string Id, string Reference) message, byte[] body, string type,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_options.Url!.AbsoluteUri.TrimEnd('/') + path));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var headers = StandardWebhook.Sign(_options.SecretBytes()[0], message.Id, _time.GetUtcNow(), body);
        request.Headers.Add(StandardWebhook.IdHeader, headers.Id);
        request.Headers.Add(StandardWebhook.TimestampHeader, headers.Timestamp);
        request.Headers.Add(StandardWebhook.SignatureHeader, headers.Signature);
        request.Headers.Add("idempotency-key", message.Reference);
        using var answer = await AnswerAsync(request, cancellationToken);
        var status = $"HTTP {(int)answer.StatusCode}";
        if (IsFinal(answer.StatusCode)) throw new DeliveryRefusedException($"{status}: the provider will not take it.");
        if (!answer.IsSuccessStatusCode) throw new DeliveryFailedException(status);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailedException("The provider took too long.", e);
        }
    }

    /// <summary>It is our request that is wrong, and stays so. A wrong secret or address can be mended meanwhile.</summary>
    private static bool IsFinal(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.Gone or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnprocessableEntity;
}
