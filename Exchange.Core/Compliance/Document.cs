using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Compliance;

/// <summary>How far a document has come. The numbers are stored and never change.</summary>
public enum DocumentState
{
    /// <summary>In review.</summary>
    Pending = 0,

    /// <summary>Accepted.</summary>
    Verified = 1,

    /// <summary>Not accepted.</summary>
    Rejected = 2,

    /// <summary>The member sent another in its place.</summary>
    Replaced = 3,
}

/// <summary>A picture or paper that a member sent. The file lies elsewhere, encrypted, under the key of this row.</summary>
public sealed class Document
{
    /// <summary>The key, and the name of the file: what the member called it is never kept.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>The kind, a name of <see cref="DocumentType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Which picture, a word of <see cref="DocumentSide"/>.</summary>
    public required string Side { get; init; }

    /// <summary>How far it has come.</summary>
    public DocumentState State { get; set; }

    /// <summary>Number and what else the member said of it, as JSON, encrypted.</summary>
    public required string Facts { get; set; }

    /// <summary>The last day on which it is valid, or null.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The type of the file, found from its content.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes of the file as it is kept.</summary>
    public long Size { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last decided on.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What a member says of a document.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Identificator">By which a program joins the pictures of one document, or null.</param>
/// <param name="Metadata">JSON of a program's own, or null.</param>
public sealed record DocumentFacts(string Number, string? Identificator = null, string? Metadata = null)
{
    /// <summary>Most characters of a number.</summary>
    public const int MaxNumberLength = 64;

    /// <summary>Most characters of <see cref="Metadata"/>.</summary>
    public const int MaxMetadataLength = 1024;

    private const int Shown = 2;

    /// <summary>The first and last two characters of the number.</summary>
    public string MaskedNumber => Number.Length <= Shown * 2
        ? new string('*', Number.Length)
        : Number[..Shown] + new string('*', Number.Length - Shown * 2) + Number[^Shown..];

    /// <inheritdoc/>
    public override string ToString() => nameof(DocumentFacts);

    /// <summary>Whether a text can be a document's number.</summary>
    public static bool IsNumber(string? text) =>
        text is { Length: > 0 and <= MaxNumberLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '/' or '.');
}

internal sealed class DocumentConfiguration : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("documents");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Type).HasMaxLength(DocumentType.MaxLength);
        builder.Property(d => d.Side).HasMaxLength(20);
        builder.Property(d => d.ContentType).HasMaxLength(40);
        builder.HasIndex(d => new { d.MemberId, d.CreatedAt });
        builder.HasOne<Member>().WithMany().HasForeignKey(d => d.MemberId);
    }
}
