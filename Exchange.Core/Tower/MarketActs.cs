using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.Tower;

/// <summary>A change of a market, as somebody of the staff asks for it.</summary>
/// <param name="Kind">How the names of its entries in the audit log begin.</param>
/// <param name="Market">Code or name of the market.</param>
/// <param name="From">What the actor saw, in words.</param>
/// <param name="To">What it is to become, in words.</param>
/// <param name="Now">What it is, in words.</param>
/// <param name="Command">What the engine is asked.</param>
internal sealed record MarketAct(
    string Kind, string Market, string? From, string To, Func<Market, string> Now, Func<Market, Command> Command)
{
    /// <summary>What is wrong with it in itself; none when nothing.</summary>
    public MarketRejectReason Problem { get; init; }

    /// <summary>What the engine says that it was, in words; null where only people change it, one after the other.</summary>
    public Func<CommandResult, string>? Was { get; init; }
}

/// <summary>
/// What all changes of markets have in common. The engine decides, and its journal is the truth. The entry in the audit log is written
/// before the engine is asked and committed after it has answered, so a change of which nothing can be written down is not asked for.
/// </summary>
/// <remarks>
/// One at a time: of two people who saw the same state the second is refused. What the engine does by itself in that moment (a breaker, the
/// end of an auction) is not held up: a change that it has made already is none, any other one is made, and the entry says what it
/// was.
/// </remarks>
internal sealed partial class MarketActs(
    IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, IAuditLog audit, IEngine engine, IMarketCatalog catalog,
    ILogger<MarketActs> logger) : IDisposable
{
    /// <summary>The end of the name of an entry: it was done.</summary>
    public const string Done = ".change";

    /// <summary>The end of the name of an entry: the engine refused.</summary>
    public const string Refused = ".refused";

    /// <summary>The end of the name of an entry: nobody knows.</summary>
    public const string Unknown = ".unknown";

    private const string Prefix = "market:";
    private const string Asked = "asked";
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>A market as the audit log names it. What was typed may be longer than the column.</summary>
    public static string TargetOf(string market)
    {
        var target = Prefix + market.ToLowerInvariant();
        return target.Length <= AuditRecord.MaxTargetLength ? target : target[..AuditRecord.MaxTargetLength];
    }

    /// <summary>Makes the change if everything still is as the actor saw it.</summary>
    public async Task<MarketOutcome> RunAsync(Actor actor, MarketAct act, string? reason, CancellationToken cancellationToken)
    {
        var isKnown = catalog.TryMarket(act.Market, out var market);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var target = TargetOf(market?.Code ?? act.Market);
        var verdict = await checks.CheckAsync(db, actor, Permission.MarketsManage, target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new MarketOutcome(MarketRejectReason.NotPermitted, verdict);
        if (ReasonProblem(reason) is var problem and not MarketRejectReason.None) return new MarketOutcome(problem);
        if (act.Problem != MarketRejectReason.None) return new MarketOutcome(act.Problem);
        if (!isKnown) return new MarketOutcome(MarketRejectReason.MarketUnknown);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var before = act.Now(market!);
            if (before != act.From) return new MarketOutcome(MarketRejectReason.ChangedMeanwhile);
            if (before == act.To) return new MarketOutcome(MarketRejectReason.Unchanged);
            var record = new AuditRecord(actor.Member.Value, act.Kind + Done, target)
            {
                Before = before,
                After = act.To,
                Reason = reason!.Trim(),
                Address = actor.Origin.Address,
            };
            return await ChangeAsync(db, act, record, act.Command(market!), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static MarketRejectReason ReasonProblem(string? reason) => StaffReason.Check(reason) switch
    {
        StaffRejectReason.None => MarketRejectReason.None,
        StaffRejectReason.ReasonTooLong => MarketRejectReason.ReasonTooLong,
        _ => MarketRejectReason.ReasonMissing,
    };

    private async Task<MarketOutcome> ChangeAsync(
        ExchangeDbContext db, MarketAct act, AuditRecord record, Command command, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await transaction.CreateSavepointAsync(Asked, cancellationToken);
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var result = await engine.SubmitAsync(command, cancellationToken);

        // The engine has answered: whoever asked may be gone by now, what happened is written down all the same.
        if (result is { IsAccepted: true, Sequence: > 0 })
        {
            await CommitAsync(db, transaction, record, record with { Before = act.Was?.Invoke(result) ?? record.Before });
            return MarketOutcome.Done;
        }

        await transaction.RollbackAsync(CancellationToken.None);
        if (result.IsAccepted) return new MarketOutcome(MarketRejectReason.Unchanged);
        var isUnknown = result.Reason == RejectReason.OutcomeUnknown;
        await RecordFailureAsync(record, act.Kind + (isUnknown ? Unknown : Refused), result.Reason);
        return isUnknown
            ? new MarketOutcome(MarketRejectReason.OutcomeUnknown)
            : new MarketOutcome(MarketRejectReason.EngineRefused, Engine: result.Reason);
    }

    /// <summary>Writes the entry down; anew when the engine changed something else than the actor saw.</summary>
    private async Task CommitAsync(ExchangeDbContext db, IDbContextTransaction transaction, AuditRecord asked, AuditRecord done)
    {
        try
        {
            if (done != asked)
            {
                await transaction.RollbackToSavepointAsync(Asked, CancellationToken.None);
                await audit.AppendAsync(db, done, CancellationToken.None);
                await db.SaveChangesAsync(CancellationToken.None);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
        catch
        {
            LogUnrecorded(done.ActorId, done.Target, done.Before, done.After);
            throw;
        }
    }

    /// <summary>It shows no difference: none was made, or nobody knows.</summary>
    private async Task RecordFailureAsync(AuditRecord asked, string action, RejectReason why)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var record = new AuditRecord(asked.ActorId, action, asked.Target)
        {
            Reason = $"{why}, from {asked.Before} to {asked.After}: {asked.Reason}",
            Address = asked.Address,
        };
        await audit.AppendAsync(db, record, CancellationToken.None);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    [LoggerMessage(EventId = 5201, Level = LogLevel.Critical,
        Message = "Member {Actor} changed {Target} from {Before} to {After}, and the audit log could not be written.")]
    private partial void LogUnrecorded(long actor, string target, string? before, string? after);
}
