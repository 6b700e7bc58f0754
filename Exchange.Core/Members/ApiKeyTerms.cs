namespace Exchange.Core.Members;

/// <summary>Why an API key was not made or not changed, in the order of the checks.</summary>
public enum ApiKeyChangeRejectReason
{
    /// <summary>Done.</summary>
    None = 0,

    /// <summary>The member has no such key.</summary>
    UnknownKey,

    /// <summary>No label, too long a one, or one with control characters.</summary>
    LabelInvalid,

    /// <summary>It may do nothing, or something that does not exist.</summary>
    ScopesInvalid,

    /// <summary>Not a list of addresses and networks, or too long a one.</summary>
    AddressesInvalid,

    /// <summary>A key that may withdraw names no addresses.</summary>
    AddressesMissing,

    /// <summary>It would expire in the past, or in more than <see cref="ApiKeyTerms.MaxLifetime"/>.</summary>
    ExpiryInvalid,

    /// <summary>No password was given, and the sign-in is too long ago to do without.</summary>
    PasswordMissing,

    /// <summary>Not the member's password, or too many wrong ones.</summary>
    PasswordWrong,

    /// <summary>The member has a second factor, and gave no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used before, or there were too many wrong ones.</summary>
    CodeWrong,

    /// <summary>The member is shut out.</summary>
    NotActive,

    /// <summary>The member has <see cref="ApiKey.MaxPerMember"/> keys.</summary>
    TooMany,
}

/// <summary>What a member chooses for an API key.</summary>
public sealed record ApiKeyTerms
{
    /// <summary>The longest time to expiry.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3650);

    private const ApiKeyScopes AllScopes = ApiKeyScopes.Read | ApiKeyScopes.Trade | ApiKeyScopes.Withdraw;

    /// <summary>The member's name for it.</summary>
    public string? Label { get; init; }

    /// <summary>What it may do.</summary>
    public ApiKeyScopes Scopes { get; init; }

    /// <summary>From where it may be used, as <see cref="AddressList.TryParse"/> reads it.</summary>
    public string? Addresses { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True when a signature must cover method, path, query and body.</summary>
    public bool SignsWholeRequest { get; init; }

    /// <summary>True when each nonce counts once.</summary>
    public bool UsesNonceOnce { get; init; }

    /// <summary>
    /// The terms in the form in which they are kept, or the first thing that is wrong. An expiry that was chosen before, and has not
    /// changed since, may have passed.
    /// </summary>
    internal ApiKeyChangeRejectReason Check(DateTimeOffset now, DateTimeOffset? expiryBefore, out ApiKeyTerms clean)
    {
        clean = this;
        var label = Label?.Trim() ?? "";
        if (label.Length is 0 or > ApiKey.MaxLabelLength || label.Any(char.IsControl))
            return ApiKeyChangeRejectReason.LabelInvalid;
        if (Scopes == ApiKeyScopes.None || (Scopes & ~AllScopes) != 0) return ApiKeyChangeRejectReason.ScopesInvalid;
        if (!AddressList.TryParse(Addresses, out var addresses)) return ApiKeyChangeRejectReason.AddressesInvalid;
        if (Scopes.HasFlag(ApiKeyScopes.Withdraw) && addresses.IsEmpty) return ApiKeyChangeRejectReason.AddressesMissing;
        if (ExpiresAt != expiryBefore && (ExpiresAt <= now || ExpiresAt > now + MaxLifetime))
            return ApiKeyChangeRejectReason.ExpiryInvalid;
        clean = this with { Label = label, Addresses = addresses.ToString() };
        return ApiKeyChangeRejectReason.None;
    }

    /// <summary>For the audit log.</summary>
    internal string Describe() =>
        $"{Label}: {Scopes}; from {(string.IsNullOrEmpty(Addresses) ? "everywhere" : Addresses)}; "
        + (ExpiresAt is { } at ? $"until {at.UtcDateTime:s}Z" : "no expiry")
        + (SignsWholeRequest ? "; signs whole requests" : "") + (UsesNonceOnce ? "; nonces once" : "");
}
