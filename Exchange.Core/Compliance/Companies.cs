using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Why a company was not taken, in the order of the checks.</summary>
public enum CompanyRejectReason
{
    /// <summary>In review.</summary>
    None = 0,

    /// <summary>It is in review, or accepted.</summary>
    NotEditable,

    /// <summary>A person was accepted under this account; a company needs one of its own.</summary>
    PersonVerified,

    /// <summary>Something of a field is wrong; the outcome says which.</summary>
    FieldsInvalid,
}

/// <summary>What became of a company.</summary>
/// <param name="Reason">None when it is in review.</param>
/// <param name="Wrong">The fields that are wrong or missing.</param>
public sealed record CompanyOutcome(CompanyRejectReason Reason, IReadOnlyList<CompanyField> Wrong);

/// <summary>A company with its fields in the clear.</summary>
/// <param name="Id">Its key.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Fields">What was said of it.</param>
public sealed record CompanyView(Guid Id, ProfileState State, CompanyFields Fields);

/// <summary>The companies of corporate accounts.</summary>
public sealed class Companies
{
    private const string Table = "companies";
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly FieldCipher _cipher;
    private readonly Submissions _submissions;
    private readonly MemberAccess _access;
    private readonly TimeProvider _time;

    internal Companies(
        IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher, Submissions submissions, MemberAccess access,
        TimeProvider time) => (_contexts, _cipher, _submissions, _access, _time) = (contexts, cipher, submissions, access, time);

    /// <summary>A member's company, or null.</summary>
    public async Task<CompanyView?> FindAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.MemberId == member.Value, cancellationToken);
        if (row is null) return null;
        var text = await _cipher.RevealAsync(PlaceOf(row), row.Fields, cancellationToken);
        return new CompanyView(row.Id, row.State, JsonSerializer.Deserialize<CompanyFields>(text)!);
    }

    /// <summary>Makes the account a company's, and puts what is said of it into review.</summary>
    public async Task<CompanyOutcome> SubmitAsync(MemberId member, CompanyFields given, CancellationToken cancellationToken)
    {
        var fields = given.Normalised();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await _submissions.LockAsync(db, member, cancellationToken);
        var row = await db.Companies.SingleOrDefaultAsync(c => c.MemberId == member.Value, cancellationToken);
        if (row is { State: ProfileState.Submitted or ProfileState.Verified }) return new(CompanyRejectReason.NotEditable, []);
        if (row is null && await IsVerifiedPersonAsync(db, member, cancellationToken)) return new(CompanyRejectReason.PersonVerified, []);
        var wrong = fields.Wrong();
        if (wrong.Count > 0) return new(CompanyRejectReason.FieldsInvalid, wrong);
        var now = _time.GetUtcNow();
        if (row is null)
        {
            row = new Company { MemberId = member.Value, Fields = "", Country = fields.Country!, CreatedAt = now };
            db.Companies.Add(row);
        }

        row.Fields = await _cipher.ProtectAsync(PlaceOf(row), JsonSerializer.Serialize(fields), cancellationToken);
        (row.Country, row.State, row.UpdatedAt) = (fields.Country!, ProfileState.Submitted, now);
        await _submissions.AddAsync(db, member, ReviewItemKind.Company, row.Id, cancellationToken);
        await _submissions.SetDocumentLabelsAsync(db, member, new LabelCause(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _access.Invalidate(member);
        return new(CompanyRejectReason.None, []);
    }

    internal static FieldPlace PlaceOf(Company row) => new(Table, "fields", row.Id);

    private static Task<bool> IsVerifiedPersonAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
        db.Labels.AnyAsync(
            l => l.MemberId == member.Value && l.Scope == LabelScope.Private && l.Key == LabelKeys.Document
                && l.Value == LabelKeys.Verified,
            cancellationToken);
}
