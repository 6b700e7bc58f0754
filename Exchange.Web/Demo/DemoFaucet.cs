using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>Why the faucet gave nothing.</summary>
internal enum DemoFaucetRefusal
{
    /// <summary>It gave.</summary>
    None = 0,

    /// <summary>The member may not trade.</summary>
    NotPermitted,

    /// <summary>The faucet has nothing of this currency.</summary>
    CurrencyUnknown,

    /// <summary>The member has had today's.</summary>
    TakenToday,

    /// <summary>The queue is full; nothing happened.</summary>
    Busy,

    /// <summary>The engine takes nothing now; nothing happened.</summary>
    Unavailable,

    /// <summary>Nobody knows; ask again, it is not given twice.</summary>
    OutcomeUnknown,
}

/// <summary>What the faucet did.</summary>
/// <param name="Refusal">None when it gave.</param>
/// <param name="Amount">What it gives at a time.</param>
/// <param name="NextAt">When it gives again.</param>
internal readonly record struct DemoGift(DemoFaucetRefusal Refusal, Amount Amount, DateTimeOffset NextAt);

/// <summary>
/// Test money for members of the demonstration: of each currency once a day, by UTC. A transfer from outside like the first balances of
/// the demo's traders, so ledger, journal and export show it for what it is. There is none outside the demonstration.
/// </summary>
internal sealed class DemoFaucet(IEngine engine, IMarketCatalog catalog, IMemberAccess access, TimeProvider time)
{
    /// <summary>What it gives, in the catalogue's order.</summary>
    public IEnumerable<Currency> Currencies => catalog.Currencies.Where(c => DemoDefinitions.FaucetAmounts.ContainsKey(c.Code));

    /// <summary>Gives; it is durable when this returns. The reference is accepted once for ever, so a day is given once.</summary>
    public async Task<DemoGift> GiveAsync(MemberId member, string code, CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var next = new DateTimeOffset(today.AddDays(1), TimeSpan.Zero);
        if (!catalog.TryCurrency(code, out var currency) || !DemoDefinitions.FaucetAmounts.TryGetValue(currency.Code, out var text))
            return new DemoGift(DemoFaucetRefusal.CurrencyUnknown, default, next);
        var amount = Amount.Parse(text);
        if (await access.MayAsync(member, Capability.Deposit, cancellationToken) != CapabilityVerdict.Allowed)
            return new DemoGift(DemoFaucetRefusal.NotPermitted, amount, next);
        var reference = string.Create(CultureInfo.InvariantCulture, $"demo:faucet:{member.Value}:{currency.Code}:{today:yyyy-MM-dd}");
        var result = await engine.SubmitAsync(Command.Transfer(member, currency.Id, amount, reference), cancellationToken);
        return new DemoGift(RefusalOf(result.Reason), amount, next);
    }

    private static DemoFaucetRefusal RefusalOf(RejectReason reason) => reason switch
    {
        RejectReason.None => DemoFaucetRefusal.None,
        RejectReason.ReferenceTaken => DemoFaucetRefusal.TakenToday,
        RejectReason.Busy => DemoFaucetRefusal.Busy,
        RejectReason.OutcomeUnknown => DemoFaucetRefusal.OutcomeUnknown,
        _ => DemoFaucetRefusal.Unavailable,
    };
}
