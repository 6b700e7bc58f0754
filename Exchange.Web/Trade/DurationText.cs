using System.Globalization;

namespace Exchange.Web.Trade;

/// <summary>A time span as people say it.</summary>
internal static class DurationText
{
    /// <summary>The two largest parts, for example <c>23 h 59 min</c>; null unless it is ahead.</summary>
    public static string? Until(TimeSpan left)
    {
        if (left <= TimeSpan.Zero) return null;
        if (left.TotalDays >= 1) return Text($"{(int)left.TotalDays} d {left.Hours} h");
        if (left.TotalHours >= 1) return Text($"{left.Hours} h {left.Minutes} min");
        return left.TotalMinutes >= 1 ? Text($"{left.Minutes} min {left.Seconds} s") : Text($"{left.Seconds} s");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
