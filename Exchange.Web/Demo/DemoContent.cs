using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>
/// Puts the demo's currencies, fees, markets, members and balances in. Safe to run at every start: what is there stays
/// as it is, also a market that an operator has halted since.
/// </summary>
internal sealed partial class DemoContent(
    IEngine engine, IMarketCatalog catalog, DemoMembers members, ILogger<DemoContent> logger)
{
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        foreach (var currency in DemoDefinitions.Currencies)
            await DefineCurrencyAsync(currency, cancellationToken);
        foreach (var fee in DemoDefinitions.Fees)
        {
            if (!catalog.Fees.Any(known => known.Market == fee.Market && known.Group == fee.Group))
                await SubmitAsync(Command.SetFee(fee), RejectReason.None, cancellationToken);
        }

        foreach (var market in DemoDefinitions.Markets)
            await DefineMarketAsync(market, cancellationToken);
        foreach (var (email, balances) in DemoDefinitions.Members)
        {
            if (await members.EnsureAsync(email, cancellationToken) is not { } member) continue;
            foreach (var (code, whole) in balances)
                await CreditAsync(member, email, code, whole, cancellationToken);
        }

        foreach (var trader in DemoDefinitions.Traders)
            await members.EnsureTraderKeyAsync(trader, cancellationToken);
        LogSeeded(DemoDefinitions.Markets.Count, DemoDefinitions.Members.Count);
    }

    private async Task DefineCurrencyAsync(CurrencyDefinition currency, CancellationToken cancellationToken)
    {
        if (!catalog.TryCurrency(currency.Code, out _))
            await SubmitAsync(Command.DefineCurrency(currency), RejectReason.CodeTaken, cancellationToken);
    }

    private async Task DefineMarketAsync(DemoMarket market, CancellationToken cancellationToken)
    {
        if (catalog.TryMarket(market.Code, out _)) return;
        var definition = market.ToDefinition(CurrencyOf(market.Base).Id, CurrencyOf(market.Quote).Id);
        await SubmitAsync(Command.DefineMarket(definition), RejectReason.CodeTaken, cancellationToken);
        if (!catalog.TryMarket(market.Code, out var defined))
            throw new InvalidOperationException($"The demo market {market.Code} was not defined.");
        var protection = Command.SetMarketProtection(DemoDefinitions.ProtectionOf(defined.Id));
        await SubmitAsync(protection, RejectReason.None, cancellationToken);
        await SubmitAsync(Command.SetMarketState(defined.Id, MarketState.Open), RejectReason.None, cancellationToken);
    }

    /// <summary>The reference is accepted once for ever, so a restart credits nothing twice.</summary>
    private Task CreditAsync(MemberId member, string email, string code, long whole,
        CancellationToken cancellationToken)
    {
        var name = email[..email.IndexOf('@', StringComparison.Ordinal)];
        var credit = Command.Transfer(
            member, CurrencyOf(code).Id, Amount.FromWhole(whole), $"demo:start:{name}:{member.Value}:{code}");
        return SubmitAsync(credit, RejectReason.ReferenceTaken, cancellationToken);
    }

    private Currency CurrencyOf(string code) => catalog.TryCurrency(code, out var currency)
        ? currency
        : throw new InvalidOperationException($"The demo currency {code} was not defined.");

    private async Task SubmitAsync(Command command, RejectReason harmless, CancellationToken cancellationToken)
    {
        var result = await engine.SubmitAsync(command, cancellationToken);
        if (!result.IsAccepted && result.Reason != harmless)
            throw new InvalidOperationException($"The engine refused the demo's {command.Kind}: {result.Reason}.");
    }

    [LoggerMessage(9001, LogLevel.Information, "Demo content is in: {Markets} markets, {Members} demo members")]
    private partial void LogSeeded(int markets, int members);
}
