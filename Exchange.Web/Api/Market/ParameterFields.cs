using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>A parameter that is one of a few words.</summary>
internal enum Word : byte
{
    /// <summary>Not given.</summary>
    Missing,

    /// <summary>Given without a value.</summary>
    Blank,

    /// <summary>Another word.</summary>
    Unknown,

    /// <summary>The first word.</summary>
    First,

    /// <summary>The second word.</summary>
    Second,

    /// <summary>The third word.</summary>
    Third,

    /// <summary>The fourth word.</summary>
    Fourth,
}

/// <summary>How an amount was given.</summary>
internal enum AmountStatus : byte
{
    /// <summary>Not given.</summary>
    Missing,

    /// <summary>Given without a value.</summary>
    Blank,

    /// <summary>Not a plain decimal number of at most 20 digits before and 18 after the point.</summary>
    NonDecimal,

    /// <summary>Zero or below.</summary>
    NonPositive,

    /// <summary>Above zero.</summary>
    Positive,
}

/// <summary>A parameter that is an amount.</summary>
internal readonly record struct AmountField(AmountStatus Status, Amount Value)
{
    /// <summary>The amount when there is a usable one.</summary>
    public Amount? OrNull => Status == AmountStatus.Positive ? Value : null;

    /// <summary>True when there is nothing wrong with it, for an amount that may be left out.</summary>
    public bool IsUsableOrMissing => Status is AmountStatus.Missing or AmountStatus.Positive;

    /// <summary>Reads text by the one strict grammar; a minus sign before it makes the amount not positive.</summary>
    public static AmountField Read(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return new(AmountStatus.Blank, default);
        var negative = text[0] == '-';
        if (!Amount.TryParse(negative ? text[1..] : text, out var amount)) return new(AmountStatus.NonDecimal, default);
        return negative || amount.IsZero ? new(AmountStatus.NonPositive, default) : new(AmountStatus.Positive, amount);
    }

    /// <summary>What is wrong, as the beginning of a code; null when nothing is.</summary>
    public string? Problem(bool required) => Status switch
    {
        AmountStatus.Missing => required ? "missing" : null,
        AmountStatus.Blank => "empty",
        AmountStatus.NonDecimal => "non_decimal",
        AmountStatus.NonPositive => "non_positive",
        AmountStatus.Positive => null,
    };
}

/// <summary>A trailing stop's distance in percent, with at most two decimals.</summary>
internal static class PercentField
{
    /// <summary>The percentage as basis points; null when it has more than two decimals.</summary>
    public static int? BasisPoints(Amount percent) => percent.FitsPrecision(2)
        ? (int)Int128.Min(int.MaxValue, percent.Units / Amount.SmallestStep(2).Units)
        : null;

    /// <summary>Basis points as a percentage.</summary>
    public static Amount Percent(int basisPoints) => Amount.SmallestStep(2).Times(basisPoints);
}
