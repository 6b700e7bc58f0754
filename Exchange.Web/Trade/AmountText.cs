using System.Globalization;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Trade;

/// <summary>Numbers of a market as people read them.</summary>
internal static class AmountText
{
    /// <summary>A currency's code for people.</summary>
    public static string Code(Currency currency) => currency.Code.ToUpperInvariant();

    /// <summary>An amount with its currency.</summary>
    public static string With(Amount amount, Currency currency) => $"{amount} {Code(currency)}";

    /// <summary>A price with the market's decimals.</summary>
    public static string Of(Market market, Price price) => market.AmountOf(price).Format(market.PricePrecision);

    /// <summary>A quantity with the market's decimals.</summary>
    public static string Of(Market market, Quantity quantity) =>
        market.AmountOf(quantity).Format(market.QuantityPrecision);

    /// <summary>A rate in percent, for example <c>0.2 %</c>.</summary>
    public static string Percent(FeeRate rate) => $"{rate.ToAmount().Times(100)} %";

    /// <summary>How much of an order is traded, in whole percent rounded down.</summary>
    public static string FilledPercent(Quantity executed, Quantity quantity) =>
        string.Create(CultureInfo.InvariantCulture, $"{(Int128)executed.Lots * 100 / quantity.Lots} %");
}
