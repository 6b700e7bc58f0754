using System.Security.Cryptography;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Core.Members;

/// <summary>
/// Whether a member may use the exchange, in Barong's words. The numbers are stored and never change.
/// </summary>
public enum MemberState
{
    /// <summary>Signed up, and something is still missing, first of all the confirmation of the address.</summary>
    Pending = 0,

    /// <summary>May do everything their level allows.</summary>
    Active = 1,

    /// <summary>Shut out for a breach of the rules.</summary>
    Banned = 2,

    /// <summary>Shut out until a suspicion is cleared.</summary>
    Locked = 3,

    /// <summary>Gone; the row stays because the ledger names it.</summary>
    Deleted = 4,
}

/// <summary>Someone with an account: a trader or an operator.</summary>
public sealed class Member : IdentityUser<long>
{
    private const int UidRandomBytes = 5;

    /// <summary>The name other systems and people see: "ID" and ten upper-case hexadecimal digits.</summary>
    public string Uid { get; init; } = NewUid();

    /// <summary>Whether they may use the exchange.</summary>
    public MemberState State { get; set; } = MemberState.Active;

    /// <summary>Which proofs of identity were accepted, 0 to 3.</summary>
    public int Level { get; set; }

    /// <summary>What they are: one of <see cref="Roles"/>.</summary>
    public string Role { get; set; } = Roles.Member;

    /// <summary>
    /// The currency in which they want to see values, or null for the first that prices are quoted in.
    /// </summary>
    public string? QuoteCurrency { get; set; }

    /// <summary>Most characters of <see cref="Data"/>.</summary>
    public const int MaxDataLength = 1024;

    /// <summary>What a program of theirs keeps with the account, as JSON, or null. Means nothing here.</summary>
    public string? Data { get; set; }

    /// <summary>The language that we write to them in.</summary>
    public string Language { get; set; } = Languages.Default;

    /// <summary>Most characters of <see cref="AntiPhishingCode"/>.</summary>
    public const int MaxAntiPhishingCodeLength = 32;

    /// <summary>A word of their own that every mail from us carries and no forged one does, or null.</summary>
    public string? AntiPhishingCode { get; set; }

    /// <summary>When they signed up.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the account was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The id as the other rooms know it.</summary>
    public MemberId MemberId => new(Id);

    private static string NewUid() => "ID" + RandomNumberGenerator.GetHexString(UidRandomBytes * 2);

    /// <summary>Whether they may enter: who has not confirmed the address yet may not, or a sign-up would tell who has none.</summary>
    public bool MaySignIn => State == MemberState.Active || (State == MemberState.Pending && EmailConfirmed);

    /// <summary>Takes the address for theirs.</summary>
    internal void Confirm(DateTimeOffset now)
    {
        EmailConfirmed = true;
        if (State == MemberState.Pending) State = MemberState.Active;
        UpdatedAt = now;
    }

    /// <summary>A new member who has shown nothing but a password yet.</summary>
    public static Member Create(EmailAddress email, DateTimeOffset now) => new()
    {
        State = MemberState.Pending,
        UserName = email.Value,
        NormalizedUserName = email.Key,
        Email = email.Value,
        NormalizedEmail = email.Key,
        SecurityStamp = RandomNumberGenerator.GetHexString(32),
        LockoutEnabled = true,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
