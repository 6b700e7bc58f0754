namespace Exchange.Core.Notifications;

/// <summary>A file of <c>Templates</c>, taken apart.</summary>
internal sealed class MailTemplate
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.Ordinal);

    private MailTemplate(IEnumerable<string> headers, IReadOnlyList<string> paragraphs)
    {
        foreach (var header in headers)
        {
            var colon = header.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0) _headers[header[..colon]] = header[(colon + 2)..];
        }

        Paragraphs = paragraphs;
    }

    public IReadOnlyList<string> Paragraphs { get; }

    /// <summary>Headers come first, one a line; empty lines part paragraphs, whose own line ends are spaces.</summary>
    public static MailTemplate Parse(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Trim().Split("\n\n");
        return new MailTemplate(
            parts[0].Split('\n'),
            [.. parts.Skip(1).Select(Unwrapped).Where(part => part.Length > 0)]);
    }

    public string Header(string name) => _headers.TryGetValue(name, out var value)
        ? value
        : throw new DeliveryRefusedException($"The template has no header '{name}'.");

    public bool HasHeader(string name) => _headers.ContainsKey(name);

    private static string Unwrapped(string paragraph) => string.Join(' ', paragraph.Split('\n', StringSplitOptions.TrimEntries));
}
