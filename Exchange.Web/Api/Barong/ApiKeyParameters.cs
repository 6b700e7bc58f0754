using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>What a request names of an API key; what it does not name stays as it is.</summary>
internal sealed record ApiKeyParameters
{
    private const string WholeRequest = "request";
    private const string NonceOnly = "nonce";
    private const ApiKeyScopes DefaultScopes = ApiKeyScopes.Read | ApiKeyScopes.Trade;
    private const string DefaultLabel = "API";

    private string? Label { get; init; }

    private ApiKeyScopes? Scopes { get; init; }

    private string? Addresses { get; init; }

    private DateTimeOffset? ExpiresAt { get; init; }

    private bool NeverExpires { get; init; }

    private bool? SignsWholeRequest { get; init; }

    private bool? UsesNonceOnce { get; init; }

    /// <summary>What a new key is without parameters: as in Barong, it can do what programs do.</summary>
    public static readonly ApiKeyTerms Defaults = new() { Label = DefaultLabel, Scopes = DefaultScopes };

    public static ApiKeyParameters Read(ParameterChecks checks)
    {
        var expiry = checks.Text("expires_at");
        var neverExpires = expiry == "never";
        return new ApiKeyParameters
        {
            Label = checks.Text("label"),
            Scopes = ReadScopes(checks),
            Addresses = checks.Texts("allowed_ips") is { } addresses ? string.Join(',', addresses) : null,
            NeverExpires = neverExpires,
            ExpiresAt = expiry is null || neverExpires ? null : checks.PreciseMoment("expires_at"),
            SignsWholeRequest = checks.OneOf("signing", WholeRequest, NonceOnly),
            UsesNonceOnce = checks.OneOf("nonce_once", "true", "false"),
        };
    }

    public ApiKeyTerms ApplyTo(ApiKeyTerms terms) => terms with
    {
        Label = Label ?? terms.Label,
        Scopes = Scopes ?? terms.Scopes,
        Addresses = Addresses ?? terms.Addresses,
        ExpiresAt = NeverExpires ? null : ExpiresAt ?? terms.ExpiresAt,
        SignsWholeRequest = SignsWholeRequest ?? terms.SignsWholeRequest,
        UsesNonceOnce = UsesNonceOnce ?? terms.UsesNonceOnce,
    };

    /// <summary>Writes a key in the contract's shape, and what it has beyond it; the secret is there once in its life.</summary>
    public static void Write(Utf8JsonWriter json, ApiKeyView key, string? secret)
    {
        json.WriteStartObject();
        json.WriteString("kid"u8, key.Kid);
        json.WriteString("algorithm"u8, ApiKeyEndpoints.Algorithm);
        WriteTexts(json, "scope"u8, ApiKeyScopeNames.Of(key.Terms.Scopes));
        json.WriteString("state"u8, key.IsActive ? ApiKeyEndpoints.Active : ApiKeyEndpoints.Inactive);
        if (secret is not null) json.WriteString("secret"u8, secret);
        WriteMoment(json, "created_at"u8, key.CreatedAt);
        WriteMoment(json, "updated_at"u8, key.UpdatedAt);
        json.WriteString("label"u8, key.Terms.Label);
        WriteTexts(json, "allowed_ips"u8, key.Terms.Addresses is { Length: > 0 } addresses ? addresses.Split(',') : []);
        WriteMoment(json, "expires_at"u8, key.Terms.ExpiresAt);
        WriteMoment(json, "last_used_at"u8, key.LastUsedAt);
        json.WriteString("signing"u8, key.Terms.SignsWholeRequest ? WholeRequest : NonceOnly);
        json.WriteBoolean("nonce_once"u8, key.Terms.UsesNonceOnce);
        json.WriteEndObject();
    }

    /// <summary>An array, or one text with commas, as Barong's own page sends it.</summary>
    private static ApiKeyScopes? ReadScopes(ParameterChecks checks)
    {
        if (checks.Texts("scope") is not { } texts) return null;
        var scopes = ApiKeyScopes.None;
        foreach (var name in texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)))
        {
            var scope = ApiKeyScopeNames.Parse(name);
            if (scope == ApiKeyScopes.None) checks.Refuse("resource.api_key.invalid_scope");
            scopes |= scope;
        }

        return scopes;
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteMoment(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? moment)
    {
        if (moment is { } at) json.WriteMoment(name, Clock.ToMicroseconds(at));
        else json.WriteNull(name);
    }
}
