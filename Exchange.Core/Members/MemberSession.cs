using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>A sign-in of a member in one browser. The cookie holds a random key; only its hash is here.</summary>
public sealed class MemberSession
{
    /// <summary>A session ends after this long without a request.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this long whatever happens.</summary>
    public static readonly TimeSpan AbsoluteLimit = TimeSpan.FromHours(12);

    /// <summary>1, 2, 3 …; names the session to its owner.</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of the cookie's key, upper-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>
    /// The member's security stamp at sign-in; a new password gives a new stamp and so ends the session.
    /// </summary>
    public required string SecurityStamp { get; init; }

    /// <summary>Twenty hexadecimal digits that state-changing API calls must carry.</summary>
    public required string CsrfToken { get; init; }

    /// <summary>
    /// True when the session counts only in the network and the browser in which it began: a session of a program, as in Barong. People
    /// with telephones change networks.
    /// </summary>
    public bool IsBound { get; init; }

    /// <summary>When its owner last showed a second factor in it; null for never.</summary>
    public DateTimeOffset? SecondFactorAt { get; set; }

    /// <summary>From which address.</summary>
    public required string Address { get; init; }

    /// <summary>By which browser.</summary>
    public required string UserAgent { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When it ends, unless it is used again.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a session that was used at a moment ends.</summary>
    public static DateTimeOffset ExpiryOf(DateTimeOffset createdAt, DateTimeOffset seenAt)
    {
        var idle = seenAt + IdleLimit;
        var absolute = createdAt + AbsoluteLimit;
        return idle < absolute ? idle : absolute;
    }
}

internal sealed class MemberSessionConfiguration : IEntityTypeConfiguration<MemberSession>
{
    public void Configure(EntityTypeBuilder<MemberSession> builder)
    {
        builder.ToTable("member_sessions");
        builder.Property(s => s.KeyHash).HasMaxLength(64);
        builder.Property(s => s.SecurityStamp).HasMaxLength(64);
        builder.Property(s => s.CsrfToken).HasMaxLength(20);
        builder.Property(s => s.Address).HasMaxLength(RequestOrigin.MaxAddressLength);
        builder.Property(s => s.UserAgent).HasMaxLength(RequestOrigin.MaxUserAgentLength);
        builder.HasIndex(s => s.KeyHash).IsUnique();
        builder.HasIndex(s => s.MemberId);
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.MemberId);
    }
}
