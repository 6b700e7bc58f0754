using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Exchange.Web.Api;

/// <summary>A request's parameters, or why they could not be read.</summary>
internal readonly record struct ReadParameters<TSink>(ApiError? Error, TSink Values);

/// <summary>Reads the parameters of a request: query, and a JSON, form or multipart body.</summary>
internal static class RequestParameters
{
    /// <summary>Largest body of any request of this API.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>Largest body that is an array: 100 orders with every field fit.</summary>
    public const int MaxArrayBytes = 64 * 1024;

    /// <summary>Most parameters of one request.</summary>
    public const int MaxParameters = 64;

    private enum BodyFormat
    {
        Json,
        Form,
        Multipart,
        Unsupported,
    }

    /// <summary>The query alone, for GET.</summary>
    public static ReadParameters<TSink> ReadQuery<TSink>(HttpRequest request, TSink sink)
        where TSink : IParameterSink
    {
        var complete = TryReadPairs(request.QueryString.Value, ref sink, fromBody: false);
        return new ReadParameters<TSink>(complete ? null : ApiError.InvalidBody, sink);
    }

    /// <summary>Query and body together.</summary>
    public static async ValueTask<ReadParameters<TSink>> ReadAsync<TSink>(HttpRequest request, TSink sink)
        where TSink : IParameterSink
    {
        if (!TryReadPairs(request.QueryString.Value, ref sink, fromBody: false)) return new(ApiError.InvalidBody, sink);
        if (!HasBody(request)) return new(null, sink);
        if (request.ContentLength > MaxBodyBytes) return new(ApiError.BodyTooLarge, sink);
        var format = FormatOf(request);
        if (format == BodyFormat.Unsupported) return new(ApiError.UnsupportedMediaType, sink);

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            var buffer = read.Buffer;
            if (buffer.Length > MaxBodyBytes)
            {
                reader.AdvanceTo(buffer.End);
                return new(ApiError.BodyTooLarge, sink);
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            if (format == BodyFormat.Multipart)
            {
                var copy = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return await ReadMultipartAsync(request, copy, sink);
            }

            var complete = TryReadBody(format, buffer, ref sink);
            reader.AdvanceTo(buffer.End);
            return new(complete ? null : ApiError.InvalidBody, sink);
        }
    }

    /// <summary>The elements of a JSON array, each with parameters of its own. The query is not read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">Most elements; one more is <paramref name="tooMany"/>.</param>
    /// <param name="tooMany">The answer to more elements.</param>
    public static async ValueTask<ReadParameters<List<TSink>>> ReadArrayAsync<TSink>(
        HttpRequest request, int most, ApiError tooMany)
        where TSink : struct, IParameterSink
    {
        List<TSink> sinks = [];
        if (FormatOf(request) != BodyFormat.Json) return new(ApiError.UnsupportedMediaType, sinks);
        if (request.ContentLength > MaxArrayBytes) return new(ApiError.BodyTooLarge, sinks);
        var reader = request.BodyReader;
        var read = await reader.ReadAtLeastAsync(MaxArrayBytes + 1);
        var error = read.Buffer.Length > MaxArrayBytes ? ApiError.BodyTooLarge : ErrorOf(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        return new(error, sinks);

        ApiError? ErrorOf(ReadOnlySequence<byte> body)
        {
            var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
            if (!System.Text.Unicode.Utf8.IsValid(bytes)) return ApiError.InvalidBody;
            if (JsonParameters.TryReadArray(bytes, most, sinks, out var count)) return null;
            return count > most ? tooMany : ApiError.InvalidBody;
        }
    }

    /// <summary>The whole body; null when it is larger than any endpoint takes, or breaks off.</summary>
    public static async ValueTask<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxArrayBytes) return null;
        try
        {
            var read = await request.BodyReader.ReadAtLeastAsync(MaxArrayBytes + 1);
            var body = read.Buffer.Length > MaxArrayBytes ? null : read.Buffer.ToArray();
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return body;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    private static bool HasBody(HttpRequest request)
    {
        if (request.ContentLength is { } length) return length > 0;
        return request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
    }

    private static BodyFormat FormatOf(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0) return BodyFormat.Unsupported;
        var text = request.ContentType;
        // No Content-Type means JSON: that is the contract.
        if (string.IsNullOrEmpty(text) || text == "application/json") return BodyFormat.Json;
        if (!MediaTypeHeaderValue.TryParse(text, out var type)) return BodyFormat.Unsupported;
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return BodyFormat.Unsupported;
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return BodyFormat.Json;
        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return BodyFormat.Form;
        return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && type.Boundary.HasValue
            ? BodyFormat.Multipart
            : BodyFormat.Unsupported;
    }

    private static bool TryReadBody<TSink>(BodyFormat format, ReadOnlySequence<byte> body, ref TSink sink)
        where TSink : IParameterSink
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return false;
        return format == BodyFormat.Json
            ? JsonParameters.TryRead(bytes, ref sink)
            : TryReadPairs(Encoding.UTF8.GetString(bytes), ref sink, fromBody: true);
    }

    private static bool TryReadPairs<TSink>(string? text, ref TSink sink, bool fromBody)
        where TSink : IParameterSink
    {
        if (string.IsNullOrEmpty(text)) return true;
        var count = 0;
        foreach (var pair in new QueryStringEnumerable(text))
        {
            if (++count > MaxParameters) return false;
            sink.Take(pair.DecodeName().Span, pair.DecodeValue().Span, fromBody);
        }

        return true;
    }

    private static async ValueTask<ReadParameters<TSink>> ReadMultipartAsync<TSink>(
        HttpRequest request, byte[] body, TSink sink)
        where TSink : IParameterSink
    {
        if (!System.Text.Unicode.Utf8.IsValid(body)) return new(ApiError.InvalidBody, sink);
        try
        {
            var boundary = HeaderUtilities
                .RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
            var parts = new MultipartReader(boundary, new MemoryStream(body));
            for (var count = 0; await parts.ReadNextSectionAsync() is { } part; count++)
            {
                if (count >= MaxParameters) return new(ApiError.InvalidBody, sink);
                if (part.AsFormDataSection() is not { } field) continue;
                var value = await field.GetValueAsync();
                sink.Take(field.Name, value, fromBody: true);
            }

            return new(null, sink);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            return new(ApiError.InvalidBody, sink);
        }
    }
}
