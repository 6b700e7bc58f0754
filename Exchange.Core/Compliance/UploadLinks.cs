using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>A link that was made, and the token that is shown this once.</summary>
/// <param name="Id">The link's key, which opens nothing.</param>
/// <param name="Token">What opens it.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record NewUploadLink(Guid Id, string Token, DateTimeOffset ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(NewUploadLink);
}

/// <summary>What a link is for. It tells nothing of the member.</summary>
/// <param name="Type">The kind of document.</param>
/// <param name="Side">Which picture.</param>
public sealed record UploadLinkPurpose(string Type, string Side);

/// <summary>Hands one upload over to another device: a link that takes one picture of one document, once, within minutes.</summary>
public sealed class UploadLinks
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Most links of a member that can be used at a time: with one more the oldest ends.</summary>
    public const int MaxOpen = 3;

    private const int TokenBytes = 32;
    private const int TokenLength = 43;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly FieldCipher _cipher;
    private readonly UploadDocument _upload;
    private readonly TimeProvider _time;

    internal UploadLinks(IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher, UploadDocument upload, TimeProvider time) =>
        (_contexts, _cipher, _upload, _time) = (contexts, cipher, upload, time);

    /// <summary>Makes a link, or says what is wrong with what was said of the document.</summary>
    public async Task<(UploadRejectReason Reason, NewUploadLink? Link)> CreateAsync(
        MemberId member, DocumentUpload upload, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (UploadDocument.Check(upload, DateOnly.FromDateTime(now.UtcDateTime)) is var reason and not UploadRejectReason.None)
            return (reason, null);
        var token = Base64Url(RandomNumberGenerator.GetBytes(TokenBytes));
        var link = new UploadLink
        {
            MemberId = member.Value,
            TokenHash = HashOf(token),
            Type = upload.Type,
            Side = upload.Side,
            Facts = "",
            DocumentExpiresOn = upload.ExpiresOn,
            ExpiresAt = now + Lifetime,
        };
        link.Facts = await _cipher.ProtectAsync(PlaceOf(link.Id), JsonSerializer.Serialize(upload.Facts), cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var own = db.UploadLinks.Where(l => l.MemberId == member.Value);
        var latest = await own.OrderByDescending(l => l.ExpiresAt).Take(MaxOpen - 1).Select(l => l.Id).ToListAsync(cancellationToken);
        await own.Where(l => !latest.Contains(l.Id)).ExecuteDeleteAsync(cancellationToken);
        db.UploadLinks.Add(link);
        await db.SaveChangesAsync(cancellationToken);
        return (UploadRejectReason.None, new NewUploadLink(link.Id, token, link.ExpiresAt));
    }

    /// <summary>What a token is for, while it can be used; looking changes nothing.</summary>
    public async Task<UploadLinkPurpose?> FindAsync(string? token, CancellationToken cancellationToken) =>
        await OpenAsync(token, cancellationToken) is { } link ? new UploadLinkPurpose(link.Type, link.Side) : null;

    /// <summary>Whether a member's own link was used; null when there is none any more.</summary>
    public async Task<bool?> WasUsedAsync(MemberId member, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.UploadLinks.Where(l => l.Id == id && l.MemberId == member.Value).Select(l => (bool?)(l.UsedAt != null))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Takes the picture that the link is for. A file that is refused leaves the link as it was.</summary>
    public async Task<UploadOutcome> UploadAsync(
        string? token, ReadOnlyMemory<byte> file, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (await OpenAsync(token, cancellationToken) is not { } link) return new(UploadRejectReason.LinkInvalid);
        var text = await _cipher.RevealAsync(PlaceOf(link.Id), link.Facts, cancellationToken);
        var upload = new DocumentUpload(
            link.Type, link.Side, JsonSerializer.Deserialize<DocumentFacts>(text)!, link.DocumentExpiresOn);
        return await _upload.ExecuteAsync(new MemberId(link.MemberId), upload, file, origin, link.Id, cancellationToken);
    }

    private async Task<UploadLink?> OpenAsync(string? token, CancellationToken cancellationToken)
    {
        if (token?.Length != TokenLength) return null;
        var hash = HashOf(token);
        var now = _time.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.UploadLinks.AsNoTracking()
            .SingleOrDefaultAsync(l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now, cancellationToken);
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static FieldPlace PlaceOf(Guid id) => new("upload_links", "facts", id);
}
