using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Privacy;

/// <summary>How much of a closed account is left. The numbers are stored and never change.</summary>
public enum ClosingStage
{
    /// <summary>Everything: the staff can give it back.</summary>
    CoolingOff = 0,

    /// <summary>What the law keeps.</summary>
    Retained = 1,

    /// <summary>Nothing that tells whose it was.</summary>
    Erased = 2,
}

/// <summary>An account that its member has closed.</summary>
public sealed class AccountClosing
{
    /// <summary>Most characters of a reason.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset ClosedAt { get; init; }

    /// <summary>What the account was before.</summary>
    public MemberState StateBefore { get; init; }

    /// <summary>Why, in the member's words; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>How much is left.</summary>
    public ClosingStage Stage { get; init; }

    /// <summary>When what no law keeps was erased, or null.</summary>
    public DateTimeOffset? ReducedAt { get; init; }

    /// <summary>When the rest was, or null.</summary>
    public DateTimeOffset? ErasedAt { get; init; }
}

/// <summary>Somebody of the staff has said why nothing of a member may be erased.</summary>
public sealed class LegalHold
{
    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>Who said so.</summary>
    public long ActorId { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

internal sealed class AccountClosingConfiguration : IEntityTypeConfiguration<AccountClosing>
{
    public void Configure(EntityTypeBuilder<AccountClosing> builder)
    {
        builder.ToTable("account_closings");
        builder.HasKey(c => c.MemberId);
        builder.Property(c => c.MemberId).ValueGeneratedNever();
        builder.Property(c => c.Reason).HasMaxLength(AccountClosing.MaxReasonLength);
        builder.HasIndex(c => new { c.Stage, c.ClosedAt });
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.ToTable("legal_holds");
        builder.HasKey(h => h.MemberId);
        builder.Property(h => h.MemberId).ValueGeneratedNever();
        builder.Property(h => h.Reason).HasMaxLength(StaffReason.MaxLength);
        builder.HasOne<Member>().WithMany().HasForeignKey(h => h.MemberId);
    }
}

/// <summary>The tables of this room.</summary>
internal static class PrivacySets
{
    extension(ExchangeDbContext db)
    {
        public DbSet<AccountClosing> AccountClosings => db.Set<AccountClosing>();

        public DbSet<LegalHold> LegalHolds => db.Set<LegalHold>();

        /// <summary>Reads a member under the lock of the row, which every act of this room takes first.</summary>
        public Task<Member> LockedMemberAsync(Primitives.MemberId member, CancellationToken cancellationToken) => db.Members
            .FromSql($"select * from members where \"Id\" = {member.Value} for no key update").SingleAsync(cancellationToken);
    }
}
