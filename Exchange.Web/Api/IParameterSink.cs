namespace Exchange.Web.Api;

/// <summary>
/// Takes the parameters of a request one by one: those of the query first, then those of the body. What the body names
/// wins.
/// </summary>
internal interface IParameterSink
{
    /// <summary>
    /// One value. Elements of an array come one by one under <c>name[]</c>, fields of an object as <c>name[field]</c>.
    /// </summary>
    void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool fromBody);
}
