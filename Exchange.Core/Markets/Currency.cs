using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>Whether a currency lives on a chain or in a bank.</summary>
public enum CurrencyKind : byte
{
    /// <summary>On a blockchain.</summary>
    Coin = 1,

    /// <summary>At a bank.</summary>
    Fiat = 2,
}

/// <summary>What is held and traded.</summary>
/// <param name="Id">The engine's index.</param>
/// <param name="Code">Lower-case id, for example <c>btc</c>; 2 to 10 of a-z and 0-9.</param>
/// <param name="Name">For people, for example <c>Bitcoin</c>.</param>
/// <param name="Kind">Coin or fiat.</param>
/// <param name="Precision">Decimal places of the smallest step, 0 to 18.</param>
public sealed record Currency(CurrencyId Id, string Code, string Name, CurrencyKind Kind, int Precision)
{
    /// <summary>The currency's smallest step.</summary>
    public Amount SmallestStep => Amount.SmallestStep(Precision);
}
