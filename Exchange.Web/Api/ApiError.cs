using System.Globalization;
using System.Text.Json;

namespace Exchange.Web.Api;

/// <summary>
/// A refusal in the contract's envelope. The body is serialised once: refusals are made at start-up and shared, so an
/// abusive client costs no work.
/// </summary>
internal sealed class ApiError
{
    private readonly byte[] _body;
    private readonly string? _retryAfter;

    private ApiError(int status, byte[] body, int? retryAfterSeconds)
    {
        Status = status;
        _body = body;
        _retryAfter = retryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
    }

    public static readonly ApiError InvalidBody = Plain(400, "server.method.invalid_message_body");
    public static readonly ApiError InvalidSession = Of(401, "authz.invalid_session");
    public static readonly ApiError NotFound = Of(404, "record.not_found");
    public static readonly ApiError MethodNotAllowed = Plain(405, "server.method_not_allowed");
    public static readonly ApiError BodyTooLarge = Of(413, "server.body_too_large");
    public static readonly ApiError UnsupportedMediaType = Of(415, "server.unsupported_media_type");
    public static readonly ApiError InternalError = Of(500, "server.internal_error");
    public static readonly ApiError NotImplemented = Of(501, "server.not_implemented");
    public static readonly ApiError EngineBusy = WithRetry(429, 1, "server.engine_busy");
    public static readonly ApiError EngineUnavailable = WithRetry(503, 5, "server.engine_unavailable");
    public static readonly ApiError OutcomeUnknown = Of(504, "server.outcome_unknown");

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>A refusal with its codes in an array, as nearly all have them.</summary>
    public static ApiError Of(int status, params ReadOnlySpan<string> codes) => new(status, ArrayBody(codes), null);

    /// <summary>A refusal that names when to try again.</summary>
    public static ApiError WithRetry(int status, int retryAfterSeconds, string code) =>
        new(status, ArrayBody([code]), retryAfterSeconds);

    /// <summary>The few refusals that the contract gives as a plain string.</summary>
    private static ApiError Plain(int status, string code) =>
        new(status, Body(json => json.WriteStringValue(code)), null);

    /// <summary>Sends the refusal.</summary>
    public Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = ApiResponse.ContentType;
        response.ContentLength = _body.Length;
        if (_retryAfter is not null) response.Headers.RetryAfter = _retryAfter;
        return response.Body.WriteAsync(_body, 0, _body.Length);
    }

    /// <summary>Writes the refusal as one value of an answer to several questions.</summary>
    public void Write(Utf8JsonWriter json) => json.WriteRawValue(_body, skipInputValidation: true);

    private static byte[] ArrayBody(ReadOnlySpan<string> codes)
    {
        var copy = codes.ToArray();
        return Body(json =>
        {
            json.WriteStartArray();
            foreach (var code in copy) json.WriteStringValue(code);
            json.WriteEndArray();
        });
    }

    private static byte[] Body(Action<Utf8JsonWriter> writeErrors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("errors"u8);
            writeErrors(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
