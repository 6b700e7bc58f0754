namespace Exchange.Core.Ledger;

/// <summary>
/// The chart of accounts, after Peatio's: assets 1xx, liabilities 2xx, revenues 3xx, expenses 4xx. Amounts are posted
/// credit positive, so liabilities and revenues grow with credits and assets are negative while the platform holds
/// something; all accounts of a currency always sum to zero.
/// </summary>
public enum LedgerAccount : ushort
{
    /// <summary>Not an account.</summary>
    None = 0,

    /// <summary>What the platform holds on chains and at banks (101, 102).</summary>
    Assets = 101,

    /// <summary>What a member may use (201, 202).</summary>
    MemberAvailable = 201,

    /// <summary>What a member has set aside for open orders and withdrawals (211, 212).</summary>
    MemberLocked = 211,

    /// <summary>Fees earned (301, 302).</summary>
    Revenues = 301,

    /// <summary>What the platform paid (401, 402).</summary>
    Expenses = 401,
}
