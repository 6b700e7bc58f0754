using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>A document as its member sends it. What the file was called is not asked.</summary>
/// <param name="Type">The kind, a name of <see cref="DocumentType"/>.</param>
/// <param name="Side">Which picture, a word of <see cref="DocumentSide"/>.</param>
/// <param name="Facts">Its number and the like.</param>
/// <param name="ExpiresOn">The last day on which it is valid, or null.</param>
public sealed record DocumentUpload(string Type, string Side, DocumentFacts Facts, DateOnly? ExpiresOn);

/// <summary>Why a document was not taken, in the order of the checks.</summary>
public enum UploadRejectReason
{
    /// <summary>In review.</summary>
    None = 0,

    /// <summary>No kind that there is.</summary>
    TypeInvalid,

    /// <summary>No picture that this kind has.</summary>
    SideInvalid,

    /// <summary>No number that documents have, or metadata that are no JSON.</summary>
    FactsInvalid,

    /// <summary>It is not valid any more.</summary>
    Expired,

    /// <summary>Something is wrong with the file; the outcome says what.</summary>
    FileInvalid,

    /// <summary>The scanner found something harmful.</summary>
    Infected,

    /// <summary>The scanner does not answer. Later it may.</summary>
    ScannerUnavailable,

    /// <summary>The link is used, too old, or none.</summary>
    LinkInvalid,

    /// <summary>The member has as many documents as there may be.</summary>
    TooMany,

    /// <summary>The member has sent as many files today as there may be.</summary>
    TooManyToday,
}

/// <summary>What became of an upload.</summary>
/// <param name="Reason">None when in review.</param>
/// <param name="Problem">What is wrong with the file.</param>
/// <param name="Id">The document's key, when in review.</param>
public sealed record UploadOutcome(UploadRejectReason Reason, FileProblem Problem = FileProblem.None, Guid Id = default);

/// <summary>
/// Takes a document: looks at it, writes it anew, encrypts it, keeps it and puts it into review. Files of equal content are kept as often
/// as they come: nobody learns from an answer or its time that another has sent the same.
/// </summary>
public sealed class UploadDocument
{
    /// <summary>Most files of a member in a day, whatever became of them.</summary>
    public const int MaxPerDay = 40;

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly DocumentVault _vault;
    private readonly IVirusScan _scan;
    private readonly UploadRecords _records;
    private readonly TimeProvider _time;

    internal UploadDocument(
        IDbContextFactory<ExchangeDbContext> contexts, DocumentVault vault, IVirusScan scan, UploadRecords records, TimeProvider time) =>
        (_contexts, _vault, _scan, _records, _time) = (contexts, vault, scan, records, time);

    /// <summary>Takes a file from its member.</summary>
    public Task<UploadOutcome> ExecuteAsync(
        MemberId member, DocumentUpload upload, ReadOnlyMemory<byte> file, RequestOrigin origin, CancellationToken cancellationToken) =>
        ExecuteAsync(member, upload, file, origin, link: null, cancellationToken);

    /// <summary>The same; a link is used up in the transaction that takes the document, so that it takes one.</summary>
    internal async Task<UploadOutcome> ExecuteAsync(
        MemberId member, DocumentUpload upload, ReadOnlyMemory<byte> file, RequestOrigin origin, Guid? link,
        CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (Check(upload, DateOnly.FromDateTime(now.UtcDateTime)) is var reason and not UploadRejectReason.None) return new(reason);
        if (file.IsEmpty) return new(UploadRejectReason.FileInvalid, FileProblem.Empty);
        if (file.Length > FileInspection.MaxBytes) return new(UploadRejectReason.FileInvalid, FileProblem.TooLarge);
        await using (var counting = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            // Asked before the work, and again under the lock.
            if (await _records.LimitAsync(counting, member, upload, cancellationToken) is var limit and not UploadRejectReason.None)
                return new(limit);
        }

        var scan = await _scan.ScanAsync(file, cancellationToken);
        if (scan.Result == ScanResult.Unavailable) return new(UploadRejectReason.ScannerUnavailable);
        if (scan.Result == ScanResult.Infected)
        {
            await _records.QuarantineAsync(member, scan.Name, file, origin, cancellationToken);
            return new(UploadRejectReason.Infected);
        }

        var inspected = FileInspection.Inspect(file.Span);
        if (inspected.Problem != FileProblem.None) return new(UploadRejectReason.FileInvalid, inspected.Problem);
        return await StoreAsync(member, upload, inspected, link, cancellationToken);
    }

    private async Task<UploadOutcome> StoreAsync(
        MemberId member, DocumentUpload upload, InspectedFile file, Guid? link, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var document = new Document
        {
            MemberId = member.Value,
            Type = upload.Type,
            Side = upload.Side,
            Facts = "",
            ExpiresOn = upload.ExpiresOn,
            ContentType = file.ContentType,
            Size = file.Bytes.Length,
            CreatedAt = now,
            UpdatedAt = now,
        };
        // The file first: a row always has its file; a file without a row is swept up.
        await _vault.WriteAsync(document.Id, file.Bytes, cancellationToken);
        var reason = await _records.AddAsync(member, document, upload.Facts, link, cancellationToken);
        if (reason == UploadRejectReason.None) return new(reason, Id: document.Id);
        await _vault.DeleteAsync(document.Id, cancellationToken);
        return new(reason);
    }

    /// <summary>What can be said without the file.</summary>
    public static UploadRejectReason Check(DocumentUpload upload, DateOnly today)
    {
        if (DocumentType.Find(upload.Type) is not { } type) return UploadRejectReason.TypeInvalid;
        if (!type.Sides.Contains(upload.Side)) return UploadRejectReason.SideInvalid;
        if (!DocumentFacts.IsNumber(upload.Facts.Number) || !IsMetadata(upload.Facts)) return UploadRejectReason.FactsInvalid;
        return upload.ExpiresOn < today ? UploadRejectReason.Expired : UploadRejectReason.None;
    }

    private static bool IsMetadata(DocumentFacts facts)
    {
        if (facts.Identificator is { } join && !DocumentFacts.IsNumber(join)) return false;
        if (facts.Metadata is not { } text) return true;
        if (text.Length > DocumentFacts.MaxMetadataLength || text.Contains('\0', StringComparison.Ordinal)) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
