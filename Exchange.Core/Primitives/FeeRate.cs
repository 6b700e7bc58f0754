namespace Exchange.Core.Primitives;

/// <summary>A fee rate in parts per million of what the payer receives. 2,000 is 0.2 %.</summary>
/// <param name="PartsPerMillion">0 to <see cref="MaxPartsPerMillion"/>.</param>
public readonly record struct FeeRate(int PartsPerMillion)
{
    /// <summary>The highest rate: 50 %, as in Peatio.</summary>
    public const int MaxPartsPerMillion = 500_000;

    /// <summary>True when the rate is in range.</summary>
    public bool IsValid => PartsPerMillion is >= 0 and <= MaxPartsPerMillion;

    /// <summary>The rate as a plain number, for example 0.002.</summary>
    public Amount ToAmount() => Amount.FromUnits(Amount.UnitsPerWhole / 1_000_000 * PartsPerMillion);
}
