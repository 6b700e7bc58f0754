using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Privacy;

/// <summary>Why an export was refused, in the order of the checks.</summary>
public enum ExportRejectReason
{
    /// <summary>Granted.</summary>
    None = 0,

    /// <summary>One of theirs is being made.</summary>
    UnderWay,

    /// <summary>As many as <see cref="ExportMemberData.MaxUnderWay"/> are being made.</summary>
    Busy,

    /// <summary>There were as many in the last 24 hours as there may be.</summary>
    TooMany,

    /// <summary>There was no password.</summary>
    PasswordMissing,

    /// <summary>The password is wrong.</summary>
    PasswordWrong,

    /// <summary>They have a second factor and gave no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used.</summary>
    CodeWrong,
}

/// <summary>What became of the wish for an export.</summary>
/// <param name="Reason">None when there is one.</param>
/// <param name="Export">The export; to be disposed.</param>
public sealed record ExportOutcome(ExportRejectReason Reason, DataExport? Export = null);

/// <summary>
/// Gives members all that is kept about them (Art. 15 and 20 GDPR), when they show once more that it is them. They are told by mail and on
/// the site, so that a thief's export does not go unseen.
/// </summary>
public sealed class ExportMemberData
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.data.export";

    /// <summary>Most exports that are made at a time: what they take of the database.</summary>
    public const int MaxUnderWay = 4;

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly MemberMails _mails;
    private readonly IAuditLog _audit;
    private readonly ExportFiles _files;
    private readonly PrivacyOptions _options;
    private readonly TimeProvider _time;
    private readonly HashSet<long> _underWay = [];

    internal ExportMemberData(
        IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, MemberMails mails, IAuditLog audit, ExportFiles files,
        IOptions<PrivacyOptions> options, TimeProvider time) =>
        (_contexts, _stepUp, _mails, _audit, _files, _options, _time) = (contexts, stepUp, mails, audit, files, options.Value, time);

    /// <summary>Grants an export, or says why not.</summary>
    public async Task<ExportOutcome> BeginAsync(
        MemberId member, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (Enter(member) is var full and not ExportRejectReason.None) return new ExportOutcome(full);
        var isGranted = false;
        try
        {
            var reason = await GrantAsync(member, proof, origin, cancellationToken);
            if (reason != ExportRejectReason.None) return new ExportOutcome(reason);
            var files = await _files.OfAsync(member, cancellationToken);
            isGranted = true;
            return new ExportOutcome(ExportRejectReason.None, new DataExport(files, _time.GetUtcNow(), () => Leave(member)));
        }
        finally
        {
            if (!isGranted) Leave(member);
        }
    }

    private ExportRejectReason Enter(MemberId member)
    {
        lock (_underWay)
        {
            if (_underWay.Contains(member.Value)) return ExportRejectReason.UnderWay;
            if (_underWay.Count >= MaxUnderWay) return ExportRejectReason.Busy;
            _underWay.Add(member.Value);
            return ExportRejectReason.None;
        }
    }

    private void Leave(MemberId member)
    {
        lock (_underWay) _underWay.Remove(member.Value);
    }

    private async Task<ExportRejectReason> GrantAsync(
        MemberId member, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        // Before the code, which counts once.
        if (await IsUsedUpAsync(db, member, cancellationToken)) return ExportRejectReason.TooMany;
        var act = SensitiveAct.Of(Action);
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return RefusalOf(approval.Verdict);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.LockedMemberAsync(member, cancellationToken);
        if (await IsUsedUpAsync(db, member, cancellationToken)) return ExportRejectReason.TooMany;
        if (!await _stepUp.UseAsync(db, member, act, proof, approval, cancellationToken)) return ExportRejectReason.PasswordMissing;
        db.Activities.Add(Activity.Of(
            row.Id, Activity.AccountTopic, Activity.DataExport, succeeded: true, origin, _time.GetUtcNow()));
        await _mails.NotifyAsync(db, row, MemberMails.DataExported, origin, cancellationToken);
        await _audit.AppendAsync(db, new AuditRecord(row.Id, Action, row.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ExportRejectReason.None;
    }

    private async Task<bool> IsUsedUpAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken)
    {
        var since = _time.GetUtcNow().AddDays(-1);
        return await db.Activities.CountAsync(
            a => a.MemberId == member.Value && a.Action == Activity.DataExport && a.At > since, cancellationToken)
            >= _options.ExportsPerDay;
    }

    private static ExportRejectReason RefusalOf(StepUpVerdict verdict) => verdict switch
    {
        StepUpVerdict.Wrong => ExportRejectReason.PasswordWrong,
        StepUpVerdict.CodeMissing => ExportRejectReason.CodeMissing,
        StepUpVerdict.CodeWrong => ExportRejectReason.CodeWrong,
        StepUpVerdict.Missing or StepUpVerdict.Confirmed => ExportRejectReason.PasswordMissing,
    };
}

/// <summary>All files of an export.</summary>
internal sealed class ExportFiles(AccountFiles account, VerificationFiles verification, TradingFiles trading)
{
    public async Task<IReadOnlyList<ExportFile>> OfAsync(MemberId member, CancellationToken cancellationToken) =>
        [.. account.Of(member), .. await verification.OfAsync(member, cancellationToken), .. trading.Of(member)];
}
