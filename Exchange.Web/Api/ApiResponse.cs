using System.Buffers;
using System.Text.Json;

namespace Exchange.Web.Api;

/// <summary>
/// Writes JSON answers by hand into a buffer kept per thread, then sends them whole: with a Content-Length, and never
/// half an answer when something breaks while writing.
/// </summary>
internal static class ApiResponse
{
    public const string ContentType = "application/json";

    private const int KeptBufferBytes = 256 * 1024;

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>
    /// Sends what <paramref name="write"/> writes; pass a static method so that nothing is allocated for it.
    /// </summary>
    public static Task WriteAsync<TState>(
        HttpContext http, int status, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var scratch = _scratch ?? new Scratch();
        _scratch = null; // while in use, so that a nested call cannot write into the same buffer
        scratch.Reset();
        write(scratch.Json, state);
        scratch.Json.Flush();

        var response = http.Response;
        var written = scratch.Buffer.WrittenSpan;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = written.Length;
        response.BodyWriter.Write(written);
        if (scratch.Buffer.Capacity <= KeptBufferBytes) _scratch = scratch;
        var flush = response.BodyWriter.FlushAsync();
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }

    private sealed class Scratch
    {
        public Scratch() => Json = new Utf8JsonWriter(Buffer, new JsonWriterOptions { SkipValidation = true });

        public ArrayBufferWriter<byte> Buffer { get; } = new(2048);

        public Utf8JsonWriter Json { get; }

        public void Reset()
        {
            Buffer.ResetWrittenCount();
            Json.Reset(Buffer);
        }
    }
}
