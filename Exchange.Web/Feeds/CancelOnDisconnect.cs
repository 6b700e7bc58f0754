using System.Collections.Concurrent;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Feeds;

/// <summary>
/// Cancels a member's orders when the last connection that asked for it ends, in whatever way: an order does not say through
/// which one it came. While one is open a cancel timer runs in the engine and is renewed, so that the orders are canceled too
/// when this process, or the machine, goes away.
/// </summary>
internal sealed partial class CancelOnDisconnect(
    SetCancelTimer timer, CancelOrders cancelOrders, TimeProvider time, ILogger<CancelOnDisconnect> logger) : IDisposable
{
    private readonly ConcurrentDictionary<MemberId, Watch> _watches = new();

    /// <summary>Arms the member's timer; false when the engine does not take it, and nothing is promised then.</summary>
    public async Task<bool> OpenAsync(MemberId member)
    {
        var watch = _watches.GetOrAdd(member, static _ => new Watch());
        await watch.Gate.WaitAsync();
        try
        {
            if (!await ArmAsync(member)) return false;
            if (++watch.Connections == 1)
            {
                watch.Renewal = time.CreateTimer(
                    _ => _ = RenewAsync(member, watch), null, FeedLimits.CancelTimerRenewal, FeedLimits.CancelTimerRenewal);
            }

            return true;
        }
        finally
        {
            watch.Gate.Release();
        }
    }

    /// <summary>
    /// A connection ended: after the last one all orders are canceled now. When that cannot be done the timer stays armed and
    /// does it.
    /// </summary>
    public async Task CloseAsync(MemberId member)
    {
        var watch = _watches[member];
        await watch.Gate.WaitAsync();
        try
        {
            if (--watch.Connections > 0) return;
            await StopRenewalAsync(watch);
            var canceled = await cancelOrders.AllAsync(member, null, null, CancellationToken.None);
            if (canceled.Reason != CancelRejectReason.None) LogNotCanceled(member.Value, canceled.Reason);
            else await timer.ExecuteAsync(member, 0, CancelTimerSource.Connection, CancellationToken.None);
        }
        finally
        {
            watch.Gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watch in _watches.Values)
        {
            watch.Renewal?.Dispose();
            watch.Gate.Dispose();
        }
    }

    private async Task RenewAsync(MemberId member, Watch watch)
    {
        try
        {
            await watch.Gate.WaitAsync();
            try
            {
                if (watch.Connections > 0) await ArmAsync(member);
            }
            finally
            {
                watch.Gate.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The process ends; the timer in the engine does the rest.
        }
        catch (Exception exception)
        {
            LogNotRenewed(exception, member.Value);
        }
    }

    private async Task<bool> ArmAsync(MemberId member)
    {
        var result = await timer.ExecuteAsync(
            member, FeedLimits.CancelTimerSeconds, CancelTimerSource.Connection, CancellationToken.None);
        return result.Reason == CancelTimerRejectReason.None;
    }

    private static async Task StopRenewalAsync(Watch watch)
    {
        if (watch.Renewal is { } renewal) await renewal.DisposeAsync();
        watch.Renewal = null;
    }

    [LoggerMessage(LogLevel.Warning, "The orders of member {Member} were not canceled after a disconnect: {Reason}. Their timer does it")]
    private partial void LogNotCanceled(long member, CancelRejectReason reason);

    [LoggerMessage(LogLevel.Error, "The cancel timer of member {Member} was not renewed")]
    private partial void LogNotRenewed(Exception exception, long member);

    /// <summary>The open connections of one member.</summary>
    private sealed class Watch
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Connections { get; set; }

        public ITimer? Renewal { get; set; }
    }
}
