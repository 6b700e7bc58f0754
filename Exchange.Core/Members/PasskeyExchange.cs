namespace Exchange.Core.Members;

/// <summary>What the browser is told to ask a passkey.</summary>
/// <param name="Options">The options of the standard, as JSON.</param>
/// <param name="Key">Comes back with the answer; the table knows only its hash.</param>
public sealed record PasskeyQuestion(string Options, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PasskeyQuestion);
}

/// <summary>
/// How a page speaks with a passkey: first it wants a question for exactly what the member is about to do, then it brings the answer
/// together with the same again.
/// </summary>
public sealed class PasskeyExchange
{
    /// <summary>Longest answer that is read.</summary>
    public const int MaxAnswerLength = 16 * 1024;

    /// <summary>Whether a question is wanted.</summary>
    public bool IsAsking { get; init; }

    /// <summary>The key of the question that is answered.</summary>
    public string? Key { get; init; }

    /// <summary>The answer of the browser, as JSON.</summary>
    public string? Answer { get; init; }

    /// <summary>The question; null unless one was wanted, and there is a passkey to ask.</summary>
    public PasskeyQuestion? Question { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => nameof(PasskeyExchange);
}
