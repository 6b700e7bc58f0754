using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>A profile in the clear, with the numbers of the documents.</summary>
/// <param name="Profile">The profile, or null.</param>
/// <param name="Company">The company, or null.</param>
/// <param name="Numbers">The documents' numbers.</param>
/// <param name="Email">The address.</param>
/// <param name="Phone">The telephone number, or null.</param>
public sealed record RevealedProfile(
    ProfileView? Profile, CompanyView? Company, IReadOnlyDictionary<Guid, string> Numbers, string Email, string? Phone);

/// <summary>Shows what is masked to who may see it and says why; the reason is in the audit log before anything is shown.</summary>
public sealed class RevealProfile
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _permissions;
    private readonly ReviewSubjects _subjects;
    private readonly Profiles _profiles;
    private readonly Companies _companies;
    private readonly PhoneVerification _phones;
    private readonly IAuditLog _audit;

    internal RevealProfile(
        IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, ReviewSubjects subjects, Profiles profiles,
        Companies companies, PhoneVerification phones, IAuditLog audit)
    {
        (_contexts, _permissions, _subjects, _profiles) = (contexts, permissions, subjects, profiles);
        (_companies, _phones, _audit) = (companies, phones, audit);
    }

    /// <summary>Shows a member's profile.</summary>
    public async Task<(ReviewRejectReason Reason, RevealedProfile? Profile)> ExecuteAsync(
        Actor actor, MemberId member, string? reason, CancellationToken cancellationToken)
    {
        var text = reason?.Trim();
        var target = $"member {member.Value}";
        if (await _permissions.CheckAsync(actor, Permission.PiiReveal, target, cancellationToken) != PermissionVerdict.Granted)
            return (ReviewRejectReason.NotPermitted, null);
        if (!RejectItem.IsReason(text)) return (ReviewRejectReason.ReasonInvalid, null);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var record = new AuditRecord(actor.Member.Value, "profile.reveal", target) { Reason = text, Address = actor.Origin.Address };
        await _audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        Dictionary<Guid, string> numbers = [];
        foreach (var document in await db.Documents.AsNoTracking().Where(d => d.MemberId == member.Value).ToListAsync(cancellationToken))
            numbers[document.Id] = (await _subjects.FactsAsync(document, cancellationToken)).Number;
        var profile = await _profiles.FindAsync(member, cancellationToken);
        var company = await _companies.FindAsync(member, cancellationToken);
        var email = await db.Members.Where(m => m.Id == member.Value).Select(m => m.Email!).SingleAsync(cancellationToken);
        var phone = await _phones.NumberAsync(member, cancellationToken);
        return (ReviewRejectReason.None, new RevealedProfile(profile, company, numbers, email, phone));
    }
}
