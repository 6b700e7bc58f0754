using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>
/// An act that takes more than a session, together with all that the member decides in it: an approval of one is none of another, not
/// even of the same with one digit changed.
/// </summary>
public sealed record SensitiveAct
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 40;

    private SensitiveAct(string name, string dataHash) => (Name, DataHash) = (name, dataHash);

    /// <summary>What is done, as the audit log calls it.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of what it is done with, upper-case hexadecimal.</summary>
    public string DataHash { get; }

    /// <summary>An act and its data, in an order that is always the same.</summary>
    public static SensitiveAct Of(string name, params IEnumerable<string> data)
    {
        // Each part with its length in front: no two lists of parts read the same.
        var text = string.Concat(data.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part};")));
        return new SensitiveAct(name, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}

/// <summary>A member has shown that it is really them who wants one act, now. Good once and for a few minutes.</summary>
public sealed class Approval
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of the key that the caller holds, upper-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>In which session, or null for the program itself.</summary>
    public long? SessionId { get; init; }

    /// <summary>Of what: the name of a <see cref="SensitiveAct"/>.</summary>
    public required string Act { get; init; }

    /// <summary>The hash of its data.</summary>
    public required string DataHash { get; init; }

    /// <summary>From when it counts.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Until when it counts.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used; once only.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.ToTable("approvals");
        builder.Property(a => a.KeyHash).HasMaxLength(64);
        builder.Property(a => a.Act).HasMaxLength(SensitiveAct.MaxNameLength);
        builder.Property(a => a.DataHash).HasMaxLength(64);
        builder.HasIndex(a => a.KeyHash).IsUnique();
        builder.HasIndex(a => a.ExpiresAt);
        builder.HasOne<Member>().WithMany().HasForeignKey(a => a.MemberId);
    }
}
