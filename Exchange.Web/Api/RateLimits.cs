namespace Exchange.Web.Api;

/// <summary>How often requests may come. Configuration section <c>RateLimits</c>.</summary>
internal sealed class RateLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "RateLimits";

    /// <summary>False lets everything through.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>New orders, per member.</summary>
    public RateLimit Orders { get; set; } = new() { PerSecond = 50, Burst = 100 };

    /// <summary>Cancels, per member. A bucket of their own: whoever has used up the orders can still get out.</summary>
    public RateLimit Cancels { get; set; } = new() { PerSecond = 100, Burst = 200 };

    /// <summary>Reading one's own data, per member.</summary>
    public RateLimit Reads { get; set; } = new() { PerSecond = 50, Burst = 100 };

    /// <summary>Everything without a session, per address.</summary>
    public RateLimit Public { get; set; } = new() { PerSecond = 20, Burst = 40 };

    /// <summary>True when every limit makes sense.</summary>
    public bool IsValid => Orders.IsValid && Cancels.IsValid && Reads.IsValid && Public.IsValid;
}

/// <summary>One limit.</summary>
internal sealed class RateLimit
{
    /// <summary>Highest rate that can be set.</summary>
    public const int MaxPerSecond = 1_000_000;

    /// <summary>Requests per second in the long run.</summary>
    public int PerSecond { get; set; }

    /// <summary>Requests at once after a pause.</summary>
    public int Burst { get; set; }

    /// <summary>True when both numbers are in range.</summary>
    public bool IsValid => PerSecond is > 0 and <= MaxPerSecond && Burst is > 0 and <= MaxPerSecond;
}
