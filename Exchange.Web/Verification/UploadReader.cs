using Exchange.Core.Compliance;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Exchange.Web.Verification;

/// <summary>Why an upload could not be read.</summary>
internal enum UploadProblem
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>Not a form with files, or a broken one.</summary>
    Malformed,

    /// <summary>Larger than any upload.</summary>
    TooLarge,

    /// <summary>Too many uploads are under way.</summary>
    Busy,
}

/// <summary>A form with files, read into memory. No file's name is kept.</summary>
internal sealed class UploadForm(UploadProblem problem)
{
    /// <summary>Why it could not be read.</summary>
    public UploadProblem Problem => problem;

    /// <summary>The fields in their order.</summary>
    public List<KeyValuePair<string, string>> Fields { get; } = [];

    /// <summary>The files.</summary>
    public List<byte[]> Files { get; } = [];

    /// <summary>A field that is there once; null when it is not, or more often.</summary>
    public string? Field(string name) =>
        Fields.Where(f => f.Key == name).ToList() is [var only] && only.Value.Length > 0 ? only.Value : null;
}

/// <summary>
/// Reads uploads as they come, part by part: never to the disk, where the framework would put them in the clear, and never more than a few
/// at a time.
/// </summary>
internal sealed class UploadReader
{
    /// <summary>Most files of one request.</summary>
    public const int MaxFiles = 3;

    /// <summary>Most parts of one request.</summary>
    public const int MaxParts = 24;

    /// <summary>Longest value of a field.</summary>
    public const int MaxFieldBytes = 4 * 1024;

    /// <summary>Most uploads that are read at a time: what they hold in memory.</summary>
    public const int MaxUnderWay = 8;

    private const int MaxHeaderBytes = 4 * 1024;
    private const int MaxHeaders = 8;
    private const int MaxBoundary = 70;
    private const int Overhead = 64 * 1024;
    private int _underWay;

    /// <summary>Reads the form of a request that may bring so many files.</summary>
    public async Task<UploadForm> ReadAsync(HttpContext http, int files)
    {
        var most = (long)files * FileInspection.MaxBytes + Overhead;
        if (http.Request.ContentLength > most) return new UploadForm(UploadProblem.TooLarge);
        if (BoundaryOf(http.Request) is not { } boundary) return new UploadForm(UploadProblem.Malformed);
        if (Interlocked.Increment(ref _underWay) > MaxUnderWay)
        {
            Interlocked.Decrement(ref _underWay);
            return new UploadForm(UploadProblem.Busy);
        }

        try
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
            return await ReadPartsAsync(new MultipartReader(boundary, http.Request.Body)
            {
                HeadersCountLimit = MaxHeaders,
                HeadersLengthLimit = MaxHeaderBytes,
            }, files, http.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            var isTooLarge = e.StatusCode == StatusCodes.Status413PayloadTooLarge;
            return new UploadForm(isTooLarge ? UploadProblem.TooLarge : UploadProblem.Malformed);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            return new UploadForm(UploadProblem.Malformed);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private static async Task<UploadForm> ReadPartsAsync(MultipartReader reader, int files, CancellationToken cancellationToken)
    {
        var form = new UploadForm(UploadProblem.None);
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } part; parts++)
        {
            if (parts >= MaxParts) return new UploadForm(UploadProblem.Malformed);
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
                return new UploadForm(UploadProblem.Malformed);
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
            var bytes = await ReadAsync(part.Body, isFile ? FileInspection.MaxBytes : MaxFieldBytes, cancellationToken);
            if (bytes is null) return new UploadForm(isFile ? UploadProblem.TooLarge : UploadProblem.Malformed);
            if (!isFile) form.Fields.Add(new(name, System.Text.Encoding.UTF8.GetString(bytes)));
            else if (form.Files.Count >= files) return new UploadForm(UploadProblem.Malformed);
            else form.Files.Add(bytes);
        }

        return form;
    }

    /// <summary>All of a part; null when it is longer.</summary>
    private static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > most) return null;
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static string? BoundaryOf(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0) return null;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return null;
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MaxBoundary ? boundary : null;
    }
}
