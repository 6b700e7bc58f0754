using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Web.Api;

/// <summary>
/// Makes a request with the header <c>Idempotency-Key</c> take effect once: whoever sends it again gets the first answer. Requests
/// without the header do not come here.
/// </summary>
internal sealed class IdempotentRequests(IdempotencyStore store)
{
    /// <summary>The header of the request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Tells that the answer is that of an earlier request.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Longest key.</summary>
    public const int MaxKeyLength = 255;

    private static readonly ApiError InvalidKey = ApiError.Of(400, "server.invalid_idempotency_key");
    private static readonly ApiError KeyReused = ApiError.Of(422, "server.idempotency_key_reused");

    /// <summary>Whether a request wants this.</summary>
    public static bool IsWanted(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <summary>The answer to a key that came with another request before.</summary>
    public static Task RefuseReusedAsync(HttpContext http) => KeyReused.WriteAsync(http);

    /// <summary>Answers with the first answer when there is one, else lets the endpoint answer and remembers.</summary>
    public async Task HandleAsync(HttpContext http, MemberId member, Func<HttpContext, MemberId, Task> handle)
    {
        var values = http.Request.Headers[Header];
        if (values.Count != 1 || !IsKey(values[0]!))
        {
            await InvalidKey.WriteAsync(http);
            return;
        }

        if (await ReadBodyAsync(http.Request) is not { } body)
        {
            await ApiError.BodyTooLarge.WriteAsync(http);
            return;
        }

        var request = new IdempotentRequest(member, values[0]!, FingerprintOf(http.Request, body));
        while (true)
        {
            var (answer, isFirst) = store.Begin(request);
            if (isFirst)
            {
                await AnswerFirstAsync(http, request, handle, answer);
                return;
            }

            if (!answer.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint))
            {
                await KeyReused.WriteAsync(http);
                return;
            }

            // The first request may break; then one of those who wait becomes the first.
            if (await answer.Completion is not { } stored) continue;
            http.Response.Headers[ReplayedHeader] = "true";
            await WriteAsync(http, stored);
            return;
        }
    }

    private async Task AnswerFirstAsync(
        HttpContext http, IdempotentRequest request, Func<HttpContext, MemberId, Task> handle, IdempotentAnswer answer)
    {
        http.Features.Set(new IdempotentOrderIds(request.Key));
        var connection = http.Features.Get<IHttpResponseBodyFeature>()!;
        using var captured = new MemoryStream();
        StoredAnswer? stored = null;
        try
        {
            http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(captured));
            await handle(http, request.Member);
            stored = new StoredAnswer(http.Response.StatusCode, captured.ToArray());
        }
        finally
        {
            http.Features.Set(connection);
            store.Complete(request, answer, stored);
        }

        await WriteAsync(http, stored);
    }

    private static Task WriteAsync(HttpContext http, StoredAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = ApiResponse.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        return http.Response.Body.WriteAsync(answer.Body, 0, answer.Body.Length);
    }

    private static bool IsKey(string text) =>
        text.Length is > 0 and <= MaxKeyLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>The whole body, which the endpoint then reads again; null when it is too large for any endpoint.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > RequestParameters.MaxArrayBytes) return null;
        var read = await request.BodyReader.ReadAtLeastAsync(RequestParameters.MaxArrayBytes + 1);
        var body = read.Buffer.Length > RequestParameters.MaxArrayBytes ? null : read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        if (body is not null) request.Body = new MemoryStream(body, writable: false);
        return body;
    }

    private static byte[] FingerprintOf(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { request.Method, request.Path.Value, request.QueryString.Value, request.ContentType })
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part ?? ""));
            hash.AppendData("\n"u8);
        }

        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}

/// <summary>
/// Names for the orders of a request with an idempotency key, made from the key: the engine refuses a second order of the same name, also
/// after a restart, when nobody remembers the first answer any more.
/// </summary>
internal sealed class IdempotentOrderIds(string key)
{
    /// <summary>The names that a request's orders should have; null for a request without the header.</summary>
    public static IdempotentOrderIds? Of(HttpContext http) => http.Features.Get<IdempotentOrderIds>();

    /// <summary>The name of the request's first, second … order: a UUID, as all such names are.</summary>
    public ClientOrderId At(int index) => ClientOrderId.From(ClientIdText.UuidOf(Encoding.UTF8.GetBytes($"{index}:{key}")));
}
