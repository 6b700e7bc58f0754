using System.Globalization;

namespace Exchange.Web.Api;

/// <summary>Which part of a list is wanted, and the contract's headers that say so.</summary>
internal readonly record struct ApiPage(int Number, int Limit)
{
    /// <summary>Rows per page when none is asked for.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most rows per page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Reads <c>page</c> and <c>limit</c>.</summary>
    public static ApiPage Read(ParameterChecks checks, int minLimit = 1) =>
        new(checks.Page(), checks.Integer("limit", DefaultLimit, minLimit, MaxLimit));

    /// <summary>Cuts the page out of a whole list and sets all three headers.</summary>
    public IReadOnlyList<T> Cut<T>(HttpContext http, IReadOnlyCollection<T> all)
    {
        SetHeaders(http, all.Count);
        return [.. all.Skip((Number - 1) * Limit).Take(Limit)];
    }

    /// <summary>Sets the headers of a list that has so many rows on all pages.</summary>
    public void SetHeaders(HttpContext http, int total)
    {
        SetHeaders(http);
        http.Response.Headers["Total"] = total.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Sets the headers of a list that is not counted.</summary>
    public void SetHeaders(HttpContext http)
    {
        http.Response.Headers["Per-Page"] = Limit.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Page"] = Number.ToString(CultureInfo.InvariantCulture);
    }
}
