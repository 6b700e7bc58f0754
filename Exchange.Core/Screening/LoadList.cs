using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>What became of a file.</summary>
/// <param name="Outcome">Whether it was loaded; not done also when there is a problem.</param>
/// <param name="Problem">What is wrong with the file, for the operator; or null.</param>
/// <param name="Entries">How many entries were loaded.</param>
public sealed record ListLoad(StaffOutcome Outcome, string? Problem = null, int Entries = 0);

/// <summary>Puts a file of a list in the place of the one before. All of it is loaded, or nothing is changed.</summary>
public sealed class LoadList
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "screening.list.load";

    private const int RowsAtATime = 2_000;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _checks;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal LoadList(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, IAuditLog audit, TimeProvider time) =>
        (_contexts, _checks, _audit, _time) = (contexts, checks, audit, time);

    /// <summary>Loads a file.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="source">Whose list it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="evenIfOdd">Also when it is older than the current one, or has less than half of its entries.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">The end of the request.</param>
    public async Task<ListLoad> ExecuteAsync(
        Actor actor, ListSource source, ReadOnlyMemory<byte> file, bool evenIfOdd, string? reason, CancellationToken cancellationToken)
    {
        var verdict = await _checks.CheckAsync(actor, Permission.ScreeningLists, TargetOf(source), cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(new StaffOutcome(StaffRejectReason.NotPermitted, verdict));
        if (StaffReason.Check(reason) is var wrong and not StaffRejectReason.None) return new(new StaffOutcome(wrong));
        ParsedList list;
        try
        {
            list = ListFile.Read(source, file);
        }
        catch (ListFileException e)
        {
            return new(new StaffOutcome(StaffRejectReason.ValueUnknown), e.Message);
        }

        string? problem = null;
        var hash = ListFile.HashOf(file);
        var outcome = await StaffTransaction.RunAsync(
            _contexts,
            async db =>
            {
                var current = await db.ListVersions.SingleOrDefaultAsync(v => v.Source == source && v.IsCurrent, cancellationToken);
                problem = ProblemOf(current, list, hash, evenIfOdd);
                if (problem is not null) return new StaffOutcome(StaffRejectReason.ValueUnknown);
                await ReplaceAsync(db, actor, source, current, list, hash, cancellationToken);
                await RecordAsync(db, actor, source, current, list, hash, reason, cancellationToken);
                return StaffOutcome.Done;
            },
            cancellationToken);
        return new(outcome, problem, list.Entries.Count);
    }

    private static string? ProblemOf(ListVersion? current, ParsedList list, string hash, bool evenIfOdd)
    {
        if (current is null) return null;
        if (current.Hash == hash) return "This very file is loaded already.";
        if (evenIfOdd) return null;
        if (list.PublishedOn < current.PublishedOn)
            return $"The file is of {list.PublishedOn:yyyy-MM-dd}, older than the one that is loaded. Say that you want it, if you do.";
        return list.Entries.Count * 2 < current.Entries
            ? $"The file has {list.Entries.Count} entries, less than half of the {current.Entries} before. Say that you want it, if you do."
            : null;
    }

    private async Task ReplaceAsync(
        ExchangeDbContext db, Actor actor, ListSource source, ListVersion? current, ParsedList list, string hash,
        CancellationToken cancellationToken)
    {
        if (current is not null) current.IsCurrent = false;
        await db.SaveChangesAsync(cancellationToken);
        await db.ListEntries.Where(e => e.Source == source).ExecuteDeleteAsync(cancellationToken);
        var version = new ListVersion
        {
            Source = source,
            Hash = hash,
            PublishedOn = list.PublishedOn,
            Entries = list.Entries.Count,
            LoadedBy = actor.Member.Value,
            LoadedAt = _time.GetUtcNow(),
            IsCurrent = true,
        };
        db.ListVersions.Add(version);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var rows in list.Entries.Select(e => RowOf(version, e)).Chunk(RowsAtATime))
        {
            db.ListEntries.AddRange(rows);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    private ValueTask RecordAsync(
        ExchangeDbContext db, Actor actor, ListSource source, ListVersion? before, ParsedList list, string hash, string? reason,
        CancellationToken cancellationToken)
    {
        var record = new AuditRecord(actor.Member.Value, Action, TargetOf(source))
        {
            Before = before is null ? null : Words(before.PublishedOn, before.Entries, before.Hash),
            After = Words(list.PublishedOn, list.Entries.Count, hash),
            Reason = reason!.Trim(),
            Address = actor.Origin.Address,
        };
        return _audit.AppendAsync(db, record, cancellationToken);
    }

    private static string Words(DateOnly? publishedOn, int entries, string hash) =>
        $"published: {publishedOn:yyyy-MM-dd}\nentries: {entries}\nsha256: {hash}";

    private static string TargetOf(ListSource source) => "list " + ListSources.WordOf(source);

    private static ListEntryRow RowOf(ListVersion version, ListedEntry entry)
    {
        var json = entry.ToJson();
        return new ListEntryRow
        {
            VersionId = version.Id,
            Source = version.Source,
            Reference = entry.Reference,
            Digest = ListedEntry.DigestOf(json),
            Content = json,
        };
    }
}
