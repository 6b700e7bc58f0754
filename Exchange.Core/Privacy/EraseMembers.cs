using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Privacy;

/// <summary>What a run did.</summary>
/// <param name="Reduced">Members of whom only what the law keeps is left.</param>
/// <param name="Erased">Members of whom nothing is left.</param>
public sealed record ErasureReport(int Reduced, int Erased);

/// <summary>
/// Erases what is due: after the cooling-off what no law keeps, after the retention the rest. What is due follows from the rows themselves,
/// and each member is one transaction: no crash leaves half, and to run twice, or in two processes, does no harm. Orders, trades and the
/// ledger are never touched: they belong to a number, and nothing tells any more whose it was.
/// </summary>
public sealed partial class EraseMembers
{
    /// <summary>The action in the audit log for what no law keeps.</summary>
    public const string ReduceAction = "member.reduce";

    /// <summary>The action for the rest.</summary>
    public const string EraseAction = "member.erase";

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly MemberErasure _erasure;
    private readonly PrivacyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal EraseMembers(
        IDbContextFactory<ExchangeDbContext> contexts, MemberErasure erasure, IOptions<PrivacyOptions> options, TimeProvider time,
        ILogger<EraseMembers> logger) =>
        (_contexts, _erasure, _options, _time, _logger) = (contexts, erasure, options.Value, time, logger);

    /// <summary>Erases all that is due. One member that fails does not keep the others; the run fails in the end.</summary>
    public async Task<ErasureReport> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var (reduced, failed) = await AllAsync(
            ClosingStage.CoolingOff, now.AddDays(-_options.CoolingOffDays), _erasure.ReduceAsync, cancellationToken);
        var (erased, more) = await AllAsync(
            ClosingStage.Retained, now.AddYears(-_options.RetentionYears), _erasure.EraseAsync, cancellationToken);
        return failed + more == 0
            ? new ErasureReport(reduced, erased)
            : throw new InvalidOperationException($"{failed + more} members could not be erased, {reduced + erased} were.");
    }

    private async Task<(int Done, int Failed)> AllAsync(
        ClosingStage stage, DateTimeOffset closedBefore, Func<long, DateTimeOffset, CancellationToken, Task<bool>> erase,
        CancellationToken cancellationToken)
    {
        var (done, failed) = (0, 0);
        foreach (var member in await DueAsync(stage, closedBefore, cancellationToken))
        {
            try
            {
                if (await erase(member, closedBefore, cancellationToken)) done++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failed++;
                LogFailed(_logger, e, member);
            }
        }

        return (done, failed);
    }

    private async Task<List<long>> DueAsync(ClosingStage stage, DateTimeOffset closedBefore, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.AccountClosings.Where(c => c.Stage == stage && c.ClosedAt <= closedBefore).OrderBy(c => c.ClosedAt)
            .Select(c => c.MemberId).ToListAsync(cancellationToken);
    }

    [LoggerMessage(5901, LogLevel.Error, "What is due of member {Member} could not be erased")]
    private static partial void LogFailed(ILogger logger, Exception exception, long member);
}
