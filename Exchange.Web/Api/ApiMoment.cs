using System.Globalization;

namespace Exchange.Web.Api;

/// <summary>Reads a moment that a client names: RFC 3339 with its offset, or unix milliseconds.</summary>
internal static class ApiMoment
{
    private const long MaxUnixMilliseconds = 253_402_300_799_999; // the end of the year 9999
    private const int MaxDigits = 15;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>False for anything but one of the two forms.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.IsEmpty) return false;
        if (!text.ContainsAnyExceptInRange('0', '9'))
        {
            if (text.Length > MaxDigits) return false;
            var milliseconds = long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
            if (milliseconds > MaxUnixMilliseconds) return false;
            moment = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            return true;
        }

        // Without an offset the text would be read in the time zone of the server.
        return HasOffset(text)
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out moment);
    }

    private static bool HasOffset(ReadOnlySpan<char> text) =>
        text[^1] == 'Z' || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
