using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Currencies, markets, their states, fees and groups: what an operator decides.</summary>
internal sealed class Definitions(EngineState state)
{
    /// <summary>Longest name of a currency.</summary>
    public const int MaxNameLength = 50;

    /// <summary>Most markets: an order names its market in 16 bits.</summary>
    public const int MaxMarkets = 10_000;

    /// <summary>Longest name of a fee group.</summary>
    public const int MaxGroupLength = 32;

    public CommandResult DefineCurrency(in Command command, EventBuffer output)
    {
        if (command.Body is not CurrencyDefinition definition) return CommandResult.Refused(RejectReason.Malformed);
        if (!IsCode(definition.Code) || definition.Name is not { Length: > 0 and <= MaxNameLength }
            || !Enum.IsDefined(definition.Kind) || definition.Precision is < 0 or > Amount.Scale)
            return CommandResult.Refused(RejectReason.DefinitionInvalid);
        if (state.Catalog.TryCurrency(definition.Code, out _)) return CommandResult.Refused(RejectReason.CodeTaken);

        var id = new CurrencyId(state.Catalog.Currencies.Count);
        var currency = new Currency(id, definition.Code, definition.Name, definition.Kind, definition.Precision);
        state.Catalog.Add(currency);
        state.Ledger.AddCurrency();
        output.Add(EventKind.CurrencyDefined).Subject = currency;
        return new CommandResult { DefinedIndex = id.Index };
    }

    public CommandResult DefineMarket(in Command command, EventBuffer output)
    {
        if (command.Body is not MarketDefinition definition) return CommandResult.Refused(RejectReason.Malformed);
        if (!state.Catalog.TryCurrency(definition.Base, out var baseCurrency)
            || !state.Catalog.TryCurrency(definition.Quote, out var quoteCurrency))
            return CommandResult.Refused(RejectReason.CurrencyUnknown);
        if (state.Catalog.TryMarket(definition.Code, out _)) return CommandResult.Refused(RejectReason.CodeTaken);
        if (state.MarketCount == MaxMarkets) return CommandResult.Refused(RejectReason.DefinitionInvalid);
        var id = new MarketId(state.MarketCount);
        var market = Market.TryCreate(id, definition, baseCurrency, quoteCurrency, out _);
        if (market is null) return CommandResult.Refused(RejectReason.DefinitionInvalid);

        state.AddMarket(market, MarketState.Halted);
        ref var defined = ref output.Add(EventKind.MarketDefined);
        defined.Market = id;
        defined.MarketState = MarketState.Halted;
        defined.Subject = market;
        return new CommandResult { DefinedIndex = id.Index };
    }

    public CommandResult SetMarketProtection(in Command command, EventBuffer output)
    {
        if (command.Body is not MarketProtection protection) return CommandResult.Refused(RejectReason.Malformed);
        if (!state.TryMarket(protection.Market.Index, out var market)) return CommandResult.Refused(RejectReason.MarketUnknown);
        if (!protection.IsValid) return CommandResult.Refused(RejectReason.DefinitionInvalid);
        if (market.Protection == protection) return default;
        market.Protection = protection;
        ref var set = ref output.Add(EventKind.MarketProtectionSet);
        set.Market = protection.Market;
        set.Subject = protection;
        return default;
    }

    public CommandResult SetFee(in Command command, EventBuffer output)
    {
        if (command.Body is not FeeScheduleEntry entry || !IsGroup(entry.Group))
            return CommandResult.Refused(RejectReason.Malformed);
        if (entry.Market is { } id && !state.Catalog.TryMarket(id, out _))
            return CommandResult.Refused(RejectReason.MarketUnknown);
        if (!entry.Maker.IsValid || !entry.Taker.IsValid)
            return CommandResult.Refused(RejectReason.DefinitionInvalid);
        state.Catalog.SetFee(entry);
        state.Fees.Rebuild(state.Catalog);
        output.Add(EventKind.FeeSet).Subject = entry;
        return default;
    }

    public CommandResult SetMemberGroup(in Command command, EventBuffer output)
    {
        if (command.Member.Value <= 0 || !IsGroup(command.Text)) return CommandResult.Refused(RejectReason.Malformed);
        state.SetGroup(state.RowOf(command.Member), command.Text!);
        ref var changed = ref output.Add(EventKind.MemberGroupSet);
        changed.Member = command.Member;
        changed.Subject = command.Text;
        return default;
    }

    private static bool IsCode(string? code) =>
        code is { Length: >= 2 and <= 10 } && code.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    private static bool IsGroup(string? group) =>
        group is { Length: > 0 and <= MaxGroupLength } && group.All(c => c is > ' ' and <= '~');
}
