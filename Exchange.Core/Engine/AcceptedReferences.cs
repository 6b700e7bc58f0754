namespace Exchange.Core.Engine;

/// <summary>Every transfer reference ever accepted, in the order of acceptance.</summary>
internal sealed class AcceptedReferences
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _inOrder = [];

    public IReadOnlyList<string> InOrder => _inOrder;

    public bool Contains(string reference) => _known.Contains(reference);

    public void Add(string reference)
    {
        _known.Add(reference);
        _inOrder.Add(reference);
    }
}
