using System.Diagnostics.CodeAnalysis;

namespace Exchange.Tests.Simulation;

/// <summary>An invariant does not hold. The message names it.</summary>
internal sealed class SimulationFailed(string message) : Exception(message)
{
    /// <summary>Throws when <paramref name="condition"/> does not hold.</summary>
    /// <param name="invariant">Its name in the README.</param>
    public static void Unless(
        [DoesNotReturnIf(false)] bool condition, string invariant,
        [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument(nameof(condition))] Explanation explanation)
    {
        if (!condition) throw new SimulationFailed($"{invariant}: {explanation.ToString()}");
    }

    /// <summary>Builds its text only when it is needed.</summary>
    [System.Runtime.CompilerServices.InterpolatedStringHandler]
    public readonly ref struct Explanation
    {
        private readonly System.Text.StringBuilder? _text;

        public Explanation(int literalLength, int formattedCount, bool condition, out bool isNeeded)
        {
            isNeeded = !condition;
            _text = isNeeded ? new System.Text.StringBuilder(literalLength + 16 * formattedCount) : null;
        }

        public void AppendLiteral(string text) => _text!.Append(text);

        public void AppendFormatted<T>(T value) => _text!.Append(value);

        public override string ToString() => $"{_text}";
    }
}
