using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>What a demo bot works with.</summary>
/// <param name="Market">Where it trades.</param>
/// <param name="Definition">The demo's numbers for it.</param>
/// <param name="Api">The exchange, from outside.</param>
/// <param name="Reference">The price it believes in, shared by the market's bots.</param>
internal sealed record DemoBotSetup(Market Market, DemoMarket Definition, DemoApiClient Api, ReferencePrice Reference);

/// <summary>
/// A demo trader: acts, waits, acts again; waits longer when the exchange is busy or away. It keeps no state that a
/// restart would miss: what it has open it asks the exchange.
/// </summary>
internal abstract partial class DemoBot(DemoBotSetup setup, int seed, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    protected DemoBotSetup Setup { get; } = setup;

    protected Random Dice { get; } = new(seed);

    protected abstract TimeSpan Pause { get; }

    protected abstract Task ActAsync(CancellationToken cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backOff = FirstBackOff;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var pause = Pause;
                try
                {
                    await ActAsync(cancellationToken);
                    backOff = FirstBackOff;
                }
                catch (Exception e) when (e is DemoBackOffException or HttpRequestException)
                {
                    pause = (e as DemoBackOffException)?.RetryAfter ?? backOff;
                    backOff = TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, LongestBackOff.Ticks));
                    LogBackOff(logger, GetType().Name, Setup.Definition.Code, e.Message, pause.TotalSeconds);
                }

                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program stops; open orders stay, as anyone's do.
        }
        catch (Exception e)
        {
            LogEnded(logger, e, GetType().Name, Setup.Definition.Code);
        }
    }

    /// <summary>
    /// A price this many parts per million away from the reference, on a tick and within the market's range.
    /// </summary>
    protected Price Away(long partsPerMillion)
    {
        var ticks = (Int128)Setup.Reference.Current.Ticks * (1_000_000 + partsPerMillion) / 1_000_000;
        return new Price((long)Int128.Clamp(ticks, Setup.Market.MinPrice.Ticks, Setup.Market.MaxPrice.Ticks));
    }

    /// <summary>The market's usual quantity times a random percentage, in whole lots.</summary>
    protected Amount RandomQuantity(int minPercent, int maxPercent)
    {
        var typical = Amount.Parse(Setup.Definition.TypicalQuantity);
        var lots = typical.DividedBy(Setup.Market.Definition.LotSize) * Dice.Next(minPercent, maxPercent) / 100;
        return Setup.Market.AmountOf(new Quantity(Math.Max(lots, Setup.Market.MinQuantity.Lots)));
    }

    [LoggerMessage(9010, LogLevel.Warning, "Demo {Bot} in {Market} waits {Seconds} s: {Problem}")]
    private static partial void LogBackOff(ILogger logger, string bot, string market, string problem, double seconds);

    [LoggerMessage(9011, LogLevel.Error, "Demo {Bot} in {Market} ended")]
    private static partial void LogEnded(ILogger logger, Exception exception, string bot, string market);
}
