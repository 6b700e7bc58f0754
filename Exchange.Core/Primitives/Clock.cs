namespace Exchange.Core.Primitives;

/// <summary>Engine time: microseconds since 1970 UTC.</summary>
public static class Clock
{
    /// <summary>A moment as engine time.</summary>
    public static long ToMicroseconds(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    /// <summary>Engine time as a moment.</summary>
    public static DateTimeOffset ToMoment(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10);
}
