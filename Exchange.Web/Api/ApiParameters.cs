namespace Exchange.Web.Api;

/// <summary>All parameters of a request, for the paths that are not hot.</summary>
internal sealed class ApiParameters : IParameterSink
{
    private readonly List<Entry> _entries = [];

    private readonly record struct Entry(string Name, string Value, bool FromBody);

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool fromBody)
    {
        if (name.EndsWith("[]")) name = name[..^2];
        _entries.Add(new Entry(name.ToString(), value.ToString(), fromBody));
    }

    /// <summary>Every value of a parameter; the body's when it has any, else the query's.</summary>
    public IReadOnlyList<string> All(string name)
    {
        var fromBody = ValuesOf(name, fromBody: true);
        return fromBody.Count > 0 ? fromBody : ValuesOf(name, fromBody: false);
    }

    private List<string> ValuesOf(string name, bool fromBody)
    {
        List<string> values = [];
        foreach (var entry in _entries)
        {
            if (entry.FromBody == fromBody && entry.Name == name) values.Add(entry.Value);
        }

        return values;
    }
}
