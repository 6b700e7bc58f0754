namespace Exchange.Web.Trade;

/// <summary>A moment as the browser's clock and time zone have it; only the browser knows them.</summary>
/// <param name="Text">As a date-time field has it.</param>
/// <param name="Milliseconds">In unix milliseconds.</param>
/// <param name="Zone">The zone's difference from UTC at that moment, for people.</param>
internal sealed record LocalMoment(string Text, long Milliseconds, string Zone)
{
    /// <summary>The end of the year 9999, the last that a date can name.</summary>
    public const long MaxMilliseconds = 253_402_300_799_999;
}
