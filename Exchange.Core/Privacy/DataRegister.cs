namespace Exchange.Core.Privacy;

/// <summary>How long a table keeps what it knows of a member.</summary>
public enum Keeping
{
    /// <summary>It knows nobody: definitions, keys, lists, counters.</summary>
    Nobody,

    /// <summary>As long as the exchange: amounts and orders under a number, and who the number was is not known any more.</summary>
    Ledger,

    /// <summary>Until the cooling-off after the closing is over.</summary>
    CoolingOff,

    /// <summary>Until the retention after the closing is over.</summary>
    Retention,

    /// <summary>The row stays; what tells who it was goes with the retention.</summary>
    Anonymised,
}

/// <summary>A table and what becomes of a member's rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Keeping">How long they stay.</param>
/// <param name="OfMember">Which rows are a member's, as SQL over <c>@member</c>; for those that are deleted.</param>
public sealed record RegisteredTable(string Table, Keeping Keeping, string? OfMember = null)
{
    /// <summary>Deletes a member's rows; nothing in it comes from anywhere but this file.</summary>
    public string DeleteStatement => OfMember is null
        ? throw new InvalidOperationException($"No rows of {Table} are deleted.")
        : $"delete from {Table} where {OfMember}";
}

/// <summary>
/// Every table of the database and how long it keeps what it knows of a member: the one list that erases, and that docs/privacy.md
/// explains. A test fails on a table without a row here or there.
/// </summary>
public static class DataRegister
{
    private const string ByMember = "\"MemberId\" = @member";
    private const string ByUser = "\"UserId\" = @member";

    /// <summary>All tables, in the order in which rows are deleted: what refers before what is referred to.</summary>
    public static IReadOnlyList<RegisteredTable> Tables { get; } =
    [
        new("mailbox_messages", Keeping.CoolingOff,
            "\"Recipient\" in (select \"Recipient\" from outbox_messages where \"MemberId\" = @member and \"Channel\" in (1, 2))"),
        .. Deleted(
            Keeping.CoolingOff, ByMember,
            "outbox_messages", "notifications", "notification_preferences", "email_tokens", "approvals", "recovery_codes", "totp_factors",
            "phone_codes", "passkeys", "passkey_ceremonies", "upload_links", "api_keys", "member_sessions", "activities"),
        .. Deleted(Keeping.CoolingOff, ByUser, "member_claims", "member_logins", "member_tokens"),
        new("review_items", Keeping.Retention, "\"ReviewId\" in (select \"Id\" from reviews where \"MemberId\" = @member)"),
        new("screening_notes", Keeping.Retention, "\"CaseId\" in (select \"Id\" from screening_cases where \"MemberId\" = @member)"),
        .. Deleted(
            Keeping.Retention, ByMember,
            "provider_checks", "provider_consents", "reviews", "screening_cases", "member_risks", "documents", "companies",
            "profiles", "phones", "labels", "member_notes",
            "legal_holds"),
        new("members", Keeping.Anonymised), new("account_closings", Keeping.Anonymised), new("audit_entries", Keeping.Anonymised),
        .. Kept(
            Keeping.Ledger, "orders", "trades", "postings", "journal", "journal_segments", "engine_snapshots", "engine_snapshot_chunks"),
        .. Kept(
            Keeping.Nobody,
            "journal_verified", "projection_positions", "candles", "settings", "announcements", "role_permissions", "setup_completions",
            "list_versions", "list_entries", "field_keys", "data_protection_keys", "password_guesses",
            "provider_messages"),
    ];

    private static IEnumerable<RegisteredTable> Deleted(Keeping keeping, string ofMember, params IEnumerable<string> tables) =>
        tables.Select(table => new RegisteredTable(table, keeping, ofMember));

    private static IEnumerable<RegisteredTable> Kept(Keeping keeping, params IEnumerable<string> tables) =>
        tables.Select(table => new RegisteredTable(table, keeping));
}
