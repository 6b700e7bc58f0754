using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>The rows of an upload: limits, document, review, labels, and what was refused for harm.</summary>
internal sealed class UploadRecords(
    IDbContextFactory<ExchangeDbContext> contexts, Submissions submissions, FieldCipher cipher, MemberAccess access, IAuditLog audit,
    IOptions<ComplianceOptions> options, TimeProvider time)
{
    /// <summary>Adds a document in place of one of the same kind and side that is not accepted, or says which limit is reached.</summary>
    public async Task<UploadRejectReason> AddAsync(
        MemberId member, Document document, DocumentFacts facts, Guid? link, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await submissions.LockAsync(db, member, cancellationToken);
        if (link is { } id && !await UseAsync(db, id, cancellationToken)) return UploadRejectReason.LinkInvalid;
        var upload = new DocumentUpload(document.Type, document.Side, facts, document.ExpiresOn);
        if (await LimitAsync(db, member, upload, cancellationToken) is var limit and not UploadRejectReason.None) return limit;
        await ReplaceAsync(db, member, document, cancellationToken);
        document.Facts = await cipher.ProtectAsync(ReviewSubjects.PlaceOf(document), JsonSerializer.Serialize(facts), cancellationToken);
        db.Documents.Add(document);
        await db.SaveChangesAsync(cancellationToken);
        await submissions.AddAsync(db, member, ReviewItemKind.Document, document.Id, cancellationToken);
        await submissions.SetDocumentLabelsAsync(db, member, new LabelCause(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        access.Invalidate(member);
        return UploadRejectReason.None;
    }

    /// <summary>Whether one more document may come, beside those that it does not replace.</summary>
    public async Task<UploadRejectReason> LimitAsync(
        ExchangeDbContext db, MemberId member, DocumentUpload upload, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromDays(1);
        var own = db.Documents.Where(d => d.MemberId == member.Value);
        var kept = await own.CountAsync(
            d => d.State == DocumentState.Verified
                || (d.State == DocumentState.Pending && (d.Type != upload.Type || d.Side != upload.Side)),
            cancellationToken);
        if (kept >= options.Value.DocumentsPerMember) return UploadRejectReason.TooMany;
        return await own.CountAsync(d => d.CreatedAt > since, cancellationToken) >= UploadDocument.MaxPerDay
            ? UploadRejectReason.TooManyToday
            : UploadRejectReason.None;
    }

    /// <summary>Writes down what was found. The file is not kept: its hash is enough to know it again.</summary>
    public async Task QuarantineAsync(
        MemberId member, string? name, ReadOnlyMemory<byte> file, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = name is null ? "unnamed" : string.Concat(name.Where(c => !char.IsControl(c)).Take(100));
        var record = new AuditRecord(member.Value, "document.quarantine", $"member {member.Value}")
        {
            After = $"{found}, {file.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(file.Span))}",
            Reason = "Found by the virus scanner",
            Address = origin.Address,
        };
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task ReplaceAsync(
        ExchangeDbContext db, MemberId member, Document document, CancellationToken cancellationToken)
    {
        var old = await db.Documents.Where(d => d.MemberId == member.Value && d.Type == document.Type && d.Side == document.Side
            && (d.State == DocumentState.Pending || d.State == DocumentState.Rejected)).ToListAsync(cancellationToken);
        foreach (var other in old)
        {
            (other.State, other.UpdatedAt) = (DocumentState.Replaced, document.CreatedAt);
            await Submissions.StepBackAsync(db, other.Id, cancellationToken);
        }
    }

    private async Task<bool> UseAsync(ExchangeDbContext db, Guid link, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.UploadLinks.Where(l => l.Id == link && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, (DateTimeOffset?)now), cancellationToken) == 1;
    }
}
