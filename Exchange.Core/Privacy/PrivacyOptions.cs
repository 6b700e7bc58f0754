namespace Exchange.Core.Privacy;

/// <summary>How long is kept what, section <c>Privacy</c> of the configuration.</summary>
public sealed class PrivacyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Privacy";

    /// <summary>What makes the section right.</summary>
    public const string Rules = "Privacy: CoolingOffDays 0 to 90, RetentionYears 1 to 10, Dust 0 to 1000, ExportsPerDay 1 to 100.";

    /// <summary>For so many days the staff can give a closed account back; then what no law keeps is erased.</summary>
    public int CoolingOffDays { get; set; } = 14;

    /// <summary>
    /// For so many years after the closing stays what the law keeps: five by Art. 40(1) of Directive (EU) 2015/849, up to ten where a
    /// member state has prolonged it.
    /// </summary>
    public int RetentionYears { get; set; } = 5;

    /// <summary>
    /// An account can be closed while all that is left in it is worth no more, in whole units of the first quote currency.
    /// </summary>
    public int Dust { get; set; } = 1;

    /// <summary>Most exports of a member in 24 hours: one, and one more for a connection that broke.</summary>
    public int ExportsPerDay { get; set; } = 2;

    /// <summary>True when every value is in range.</summary>
    public bool IsValid => CoolingOffDays is >= 0 and <= 90 && RetentionYears is >= 1 and <= 10 && Dust is >= 0 and <= 1000
        && ExportsPerDay is >= 1 and <= 100;

    /// <summary>When what no law keeps is erased.</summary>
    public DateTimeOffset ReducedAt(DateTimeOffset closedAt) => closedAt.AddDays(CoolingOffDays);

    /// <summary>When the rest is.</summary>
    public DateTimeOffset ErasedAt(DateTimeOffset closedAt) => closedAt.AddYears(RetentionYears);
}
