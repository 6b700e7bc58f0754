using System.Globalization;

namespace Exchange.Web.Api;

/// <summary>
/// Tells a client where it stands: how many requests at once there may be, how many are left now, and in how many seconds all are there
/// again. The texts are made once, so that the busiest path of the exchange allocates nothing for them.
/// </summary>
internal sealed class RateLimitHeaders
{
    /// <summary>Requests at once after a pause.</summary>
    public const string Limit = "RateLimit-Limit";

    /// <summary>Requests left now.</summary>
    public const string Remaining = "RateLimit-Remaining";

    /// <summary>Seconds until nothing is used any more.</summary>
    public const string Reset = "RateLimit-Reset";

    private const int MaxTexts = 10_000;
    private readonly RateLimit _limit;
    private readonly string[] _numbers;
    private readonly string[] _resets;

    public RateLimitHeaders(RateLimit limit)
    {
        _limit = limit;
        var texts = Math.Min(limit.Burst, MaxTexts) + 1;
        _numbers = [.. Enumerable.Range(0, texts).Select(Text)];
        _resets = [.. Enumerable.Range(0, texts).Select(ResetText)];
    }

    /// <summary>Writes the headers, in place of those that are there.</summary>
    public void Write(IHeaderDictionary headers, int remaining)
    {
        headers[Limit] = NumberOf(_limit.Burst);
        headers[Remaining] = NumberOf(remaining);
        headers[Reset] = remaining < _resets.Length ? _resets[remaining] : ResetText(remaining);
    }

    private string NumberOf(int number) => number < _numbers.Length ? _numbers[number] : Text(number);

    private string ResetText(int remaining) => Text((_limit.Burst - remaining + _limit.PerSecond - 1) / _limit.PerSecond);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
