using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Exchange.Core.Primitives;
using Exchange.Core.Wallets;

namespace Exchange.Core.Privacy;

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="About">What is in it, for the member.</param>
/// <param name="WriteAsync">Writes it, row by row.</param>
internal sealed record ExportFile(string Name, string About, Func<Stream, CancellationToken, Task> WriteAsync)
{
    // Nobody's page shows these files: letters of all scripts stay readable.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>One object.</summary>
    public static ExportFile One<T>(string name, string about, Func<CancellationToken, Task<T>> read) => new(
        name, about,
        async (stream, cancellationToken) =>
            await JsonSerializer.SerializeAsync(stream, await read(cancellationToken), Readable, cancellationToken));

    /// <summary>A list of any length, which is never in memory as a whole.</summary>
    public static ExportFile Many<T>(string name, string about, Func<CancellationToken, IAsyncEnumerable<T>> rows) => new(
        name, about,
        (stream, cancellationToken) => JsonSerializer.SerializeAsync(stream, rows(cancellationToken), Readable, cancellationToken));

    /// <summary>A text.</summary>
    public static ExportFile Text(string name, string about, string text) => new(
        name, about, (stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask());
}

/// <summary>A column of a table that comes as JSON and as CSV.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">Its value in a row: a text, a number, an amount or null.</param>
internal sealed record ExportColumn<T>(string Name, Func<T, object?> Of);

/// <summary>A table of an export, which comes as JSON and as CSV.</summary>
internal static class ExportTable
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Both files.</summary>
    public static IEnumerable<ExportFile> Of<T>(
        string name, string about, IReadOnlyList<ExportColumn<T>> columns, Func<CancellationToken, IAsyncEnumerable<T>> rows)
    {
        yield return ExportFile.Many(name + ".json", about, cancellationToken => AsObjects(columns, rows(cancellationToken)));
        yield return new ExportFile(
            name + ".csv", "The same for a spreadsheet.",
            (stream, cancellationToken) => WriteCsvAsync(stream, columns, rows(cancellationToken), cancellationToken));
    }

    /// <summary>A moment of the engine, exact to the microsecond.</summary>
    public static string Moment(long microseconds) => Clock.ToMoment(microseconds).ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static async IAsyncEnumerable<Dictionary<string, object?>> AsObjects<T>(
        IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows)
    {
        await foreach (var row in rows)
        {
            yield return columns.ToDictionary(
                column => column.Name, column => column.Of(row) is Amount amount ? amount.ToString() : column.Of(row));
        }
    }

    private static async Task WriteCsvAsync<T>(
        Stream stream, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        await using var output = new StreamWriter(stream, Utf8, leaveOpen: true);
        await output.WriteAsync((string.Join(',', columns.Select(c => c.Name)) + "\r\n").AsMemory(), cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
            await output.WriteAsync((string.Join(',', columns.Select(c => Cell(c.Of(row)))) + "\r\n").AsMemory(), cancellationToken);
    }

    private static string Cell(object? value) => value switch
    {
        Amount amount => CsvCell.Number(amount),
        long or int or bool => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => CsvCell.Text(value?.ToString()),
    };
}
