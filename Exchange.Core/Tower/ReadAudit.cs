using System.Globalization;
using System.Text;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Core.Wallets;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Tower;

/// <summary>Which entries somebody of the staff wants to see.</summary>
public sealed record AuditRequest
{
    /// <summary>Who did it, by uid or address; null or empty for anybody.</summary>
    public string? ActorName { get; init; }

    /// <summary>How the action's name begins, or null.</summary>
    public string? Action { get; init; }

    /// <summary>To what, or null.</summary>
    public string? Target { get; init; }

    /// <summary>From when on, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before when, or null.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Entries older than this one, or null.</summary>
    public long? OlderThan { get; init; }

    /// <summary>Entries newer than this one, or null.</summary>
    public long? NewerThan { get; init; }
}

/// <summary>An entry with the name of who did it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="ActorName">Who did it; null for the program.</param>
/// <param name="TargetName">The member it was done to, or null when it was something else.</param>
public sealed record AuditLine(AuditEntry Entry, MemberName? ActorName, MemberName? TargetName);

/// <summary>A page of the audit log.</summary>
/// <param name="Lines">The entries, newest first.</param>
/// <param name="HasNewer">Whether there are newer ones.</param>
/// <param name="HasOlder">Whether there are older ones.</param>
public sealed record AuditView(IReadOnlyList<AuditLine> Lines, bool HasNewer, bool HasOlder);

/// <summary>Shows the audit log to who may read it. An export is itself an entry.</summary>
public sealed class ReadAudit(
    IDbContextFactory<ExchangeDbContext> contexts, AuditQueries queries, IAuditLog audit, MemberQueries members, PermissionChecks checks)
{
    /// <summary>What the log itself is called in the log.</summary>
    public const string Target = "audit";

    /// <summary>The action of an export.</summary>
    public const string ExportAction = "audit.export";

    /// <summary>Entries of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most entries of an export.</summary>
    public const int MaxExported = 10_000;

    private const long Nobody = -1;
    private const string ByNumber = "member ";

    /// <summary>A page.</summary>
    public async Task<StaffAnswer<AuditView>> PageAsync(Actor actor, AuditRequest request, CancellationToken cancellationToken)
    {
        var verdict = await checks.CheckAsync(actor, Permission.AuditRead, Target, cancellationToken);
        return verdict == PermissionVerdict.Granted
            ? new(verdict, await ReadAsync(actor, request, PageSize, cancellationToken))
            : new(verdict, null);
    }

    /// <summary>What can be chosen as the action of a filter.</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(Actor actor, CancellationToken cancellationToken) =>
        await checks.CheckAsync(actor, Permission.AuditRead, Target, cancellationToken) == PermissionVerdict.Granted
            ? await queries.ActionsAsync(cancellationToken)
            : [];

    /// <summary>The newest entries that match, as CSV, at most <see cref="MaxExported"/>.</summary>
    public async Task<StaffAnswer<string>> ExportAsync(Actor actor, AuditRequest request, CancellationToken cancellationToken)
    {
        var verdict = await checks.CheckAsync(actor, Permission.AuditRead, Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var record = new AuditRecord(actor.Member.Value, ExportAction, Target) { Address = actor.Origin.Address };
            await audit.AppendAsync(db, record, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        var everything = request with { OlderThan = null, NewerThan = null };
        return new(verdict, Csv((await ReadAsync(actor, everything, MaxExported, cancellationToken)).Lines));
    }

    private async Task<AuditView> ReadAsync(
        Actor actor, AuditRequest request, int size, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter
        {
            ActorId = await ActorIdAsync(request.ActorName, cancellationToken),
            Action = request.Action,
            Targets = await TargetsAsync(request.Target, cancellationToken),
            From = request.From,
            To = request.To,
        };
        var page = await queries.PageAsync(filter, request.OlderThan, request.NewerThan, size, cancellationToken);
        var ids = page.Rows.Select(e => e.ActorId).Concat(page.Rows.Select(e => MemberOf(e.Target)));
        var names = await members.NamesAsync(ids, cancellationToken);
        var masking = Masking.For(await checks.StandingAsync(actor, cancellationToken));
        var lines = page.Rows.Select(entry => new AuditLine(
            masking.Of(entry), NameOf(entry.ActorId), NameOf(MemberOf(entry.Target))));
        return new AuditView([.. lines], page.HasNewer, page.HasOlder);

        MemberName? NameOf(long member) => names.GetValueOrDefault(member) is { } name ? masking.Of(name) : null;
    }

    /// <summary>A member is named by uid or by number, according to the room that wrote the entry.</summary>
    private async Task<IReadOnlyList<string>?> TargetsAsync(string? target, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(target)) return null;
        var name = target.Trim();
        return await members.FindByUidAsync(name, cancellationToken) is { } member
            ? [name, string.Create(CultureInfo.InvariantCulture, $"{ByNumber}{member.Value}")]
            : [name];
    }

    private static long MemberOf(string target) =>
        target.StartsWith(ByNumber, StringComparison.Ordinal)
        && long.TryParse(target.AsSpan(ByNumber.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : Nobody;

    /// <summary>Whoever does not exist did nothing.</summary>
    private async Task<long?> ActorIdAsync(string? name, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var found = EmailAddress.TryParse(name, out var address)
            ? await members.FindByEmailAsync(address, cancellationToken)
            : await members.FindByUidAsync(name.Trim(), cancellationToken);
        return found?.Value ?? Nobody;
    }

    private static string Csv(IReadOnlyList<AuditLine> lines)
    {
        var text = new StringBuilder("id,at,actor_uid,actor_email,action,target,before,after,reason,address\r\n");
        foreach (var (entry, name, _) in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Id},{entry.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
            string?[] cells =
            [
                name?.Uid, name?.Email, entry.Action, entry.Target, entry.Before, entry.After, entry.Reason, entry.Address,
            ];
            foreach (var cell in cells) text.Append(',').Append(CsvCell.Text(cell));
            text.Append("\r\n");
        }

        return text.ToString();
    }
}
