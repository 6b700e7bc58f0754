using System.Globalization;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>
/// Reads typed parameters and gathers the codes of all that is wrong, so that a client learns everything at once. Codes
/// are <c>prefix.non_integer_limit</c>, <c>prefix.invalid_limit</c> and so on.
/// </summary>
internal sealed class ParameterChecks(ApiParameters parameters, string prefix)
{
    /// <summary>Highest page that may be asked for.</summary>
    public const int MaxPage = 1_000_000;

    /// <summary>The end of the year 9999.</summary>
    public const long MaxUnixSeconds = 253_402_300_799;

    private readonly List<string> _codes = [];
    private Dictionary<string, ApiParameters>? _hashes;

    /// <summary>All that is wrong, or null.</summary>
    public ApiError? Error => _codes.Count == 0 ? null : ApiError.Of(422, _codes.ToArray());

    /// <summary>Adds a code.</summary>
    public void Refuse(string code)
    {
        if (!_codes.Contains(code)) _codes.Add(code);
    }

    /// <summary>A single text, or null when absent or empty.</summary>
    public string? Text(string name)
    {
        var values = parameters.All(name);
        if (values.Count > 1) Refuse($"{prefix}.repeated_{name}");
        return values.Count == 1 && values[0].Length > 0 ? values[0] : null;
    }

    /// <summary>One field of a hash, which may come as <c>name[field]</c> or as JSON text.</summary>
    public string? Field(string name, string field)
    {
        if (Text($"{name}[{field}]") is { } given) return given;
        if (Text(name) is not { } json) return null;
        _hashes ??= [];
        if (!_hashes.TryGetValue(name, out var hash))
        {
            hash = new ApiParameters();
            if (!JsonParameters.TryRead(System.Text.Encoding.UTF8.GetBytes(json), ref hash)) Refuse($"{prefix}.invalid_{name}");
            _hashes[name] = hash;
        }

        return hash.All(field) is [{ Length: > 0 } text] ? text : null;
    }

    /// <summary>Yes or no, in the words and digits for it.</summary>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        _ => RefuseFlag($"{prefix}.invalid_{name}", absent: false),
    };

    /// <summary>Several texts, given as an array or repeated; null when absent.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        var values = parameters.All(name);
        return values.Count == 0 ? null : values;
    }

    /// <summary>
    /// A whole number in a range; <paramref name="label"/> is its name in the codes where that differs.
    /// </summary>
    public int Integer(string name, int absent, int min, int max, string? label = null)
    {
        if (Text(name) is not { } text) return absent;
        label ??= name;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Refuse($"{prefix}.non_integer_{label}");
            return absent;
        }

        if (number >= min && number <= max) return number;
        Refuse($"{prefix}.invalid_{label}");
        return absent;
    }

    /// <summary>The page, from 1.</summary>
    public int Page()
    {
        if (Text("page") is not { } text) return 1;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var page))
            Refuse($"{prefix}.non_integer_page");
        else if (page < 1) Refuse($"{prefix}.non_positive_page");
        else if (page > MaxPage) Refuse($"{prefix}.invalid_page");
        else return page;
        return 1;
    }

    /// <summary>A moment in unix seconds, or null when absent.</summary>
    public DateTimeOffset? Moment(string name)
    {
        var values = parameters.All(name);
        if (values.Count > 0 && values[0].Length == 0) Refuse($"{prefix}.empty_{name}");
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= MaxUnixSeconds)
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        Refuse($"{prefix}.non_integer_{name}");
        return null;
    }

    /// <summary>An amount above zero, or null when there is none or something is wrong with it.</summary>
    public Amount? Amount(string name, bool required = false)
    {
        var values = parameters.All(name);
        if (values.Count > 1) Refuse($"{prefix}.repeated_{name}");
        var field = values.Count == 0 ? default : AmountField.Read(values[0]);
        if (field.Problem(required) is { } problem) Refuse($"{prefix}.{problem}_{name}");
        return field.OrNull;
    }

    /// <summary>A market that takes orders; null when there is none, and something is wrong then.</summary>
    public Market? TradingMarket(IMarketCatalog catalog)
    {
        if (Required("market") is not { } code) return null;
        if (catalog.TryMarket(code, out var market) && catalog.StateOf(market.Id) is MarketState.Open or MarketState.Auction)
            return market;
        Refuse("market.market.doesnt_exist_or_not_enabled");
        return null;
    }

    /// <summary>One of several words, as its index; null when absent, or when something is wrong with it.</summary>
    public int? OneOf(string name, bool required, params ReadOnlySpan<string> words)
    {
        if ((required ? Required(name) : TextOrEmpty(name)) is not { } text) return null;
        var index = words.IndexOf(text);
        if (index >= 0) return index;
        Refuse($"{prefix}.{(text.Length == 0 ? "empty" : "invalid")}_{name}");
        return null;
    }

    /// <summary>A name of the client's, or none.</summary>
    public ClientOrderId ClientId(string name)
    {
        if (TextOrEmpty(name) is not { } text) return default;
        if (ClientIdText.TryRead(text, out var id)) return ClientOrderId.From(id);
        Refuse($"{prefix}.invalid_{name}");
        return default;
    }

    /// <summary>A moment with offset or in unix milliseconds, or null.</summary>
    public DateTimeOffset? PreciseMoment(string name)
    {
        if (TextOrEmpty(name) is not { } text) return null;
        if (ApiMoment.TryRead(text, out var moment)) return moment;
        Refuse($"{prefix}.invalid_{name}");
        return null;
    }

    /// <summary>A single text that must be there and not be empty.</summary>
    public string? Required(string name)
    {
        var text = TextOrEmpty(name);
        if (text is { Length: > 0 }) return text;
        Refuse($"{prefix}.{(text is null ? "missing" : "empty")}_{name}");
        return null;
    }

    private string? TextOrEmpty(string name)
    {
        var values = parameters.All(name);
        if (values.Count > 1) Refuse($"{prefix}.repeated_{name}");
        return values.Count == 0 ? null : values[0];
    }

    /// <summary>True for <c>desc</c>, false for <c>asc</c>.</summary>
    public bool Descending(string name, bool absent) => Text(name) switch
    {
        null => absent,
        "asc" => false,
        "desc" => true,
        _ => RefuseFlag($"{prefix}.invalid_{name}", absent),
    };

    /// <summary>One of two words.</summary>
    public bool? OneOf(string name, string whenTrue, string whenFalse)
    {
        var text = Text(name);
        if (text is null) return null;
        if (text == whenTrue) return true;
        if (text == whenFalse) return false;
        Refuse($"{prefix}.invalid_{name}");
        return null;
    }

    private bool RefuseFlag(string code, bool absent)
    {
        Refuse(code);
        return absent;
    }
}
