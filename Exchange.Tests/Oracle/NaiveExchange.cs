using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>
/// A second exchange, written from the contracts alone and meant to be obviously right: lists that are sorted whenever
/// order matters, a dictionary for balances, numbers without limit. Slow on purpose; the engine must agree with it.
/// </summary>
internal sealed partial class NaiveExchange : IExchange
{
    public const int MaxOpenOrders = 500;
    public const int RememberedClientOrderIds = 100_000;

    private readonly List<CurrencyDefinition> _currencies = [];
    private readonly List<NaiveMarket> _markets = [];
    private readonly Dictionary<(int? Market, string Group), FeeScheduleEntry> _fees = [];
    private readonly Dictionary<long, string> _groups = [];
    private readonly HashSet<string> _references = [];
    private readonly Queue<(long, ClientOrderId)> _recentNames = [];
    private readonly HashSet<(long, ClientOrderId)> _names = [];
    private long _lastOrder;
    private long _lastTrade;

    public NaiveLedger Ledger { get; } = new();

    public IReadOnlyList<NaiveMarket> Markets => _markets;

    public IReadOnlyList<CurrencyDefinition> Currencies => _currencies;

    public Outcome Apply(Command command) => command.Kind switch
    {
        CommandKind.PlaceOrder => Place(command),
        CommandKind.CancelOrder => Cancel(command),
        CommandKind.CancelAllOrders => CancelAll(command),
        CommandKind.Transfer => Transfer(command),
        CommandKind.DefineCurrency => DefineCurrency((CurrencyDefinition)command.Body!),
        CommandKind.DefineMarket => DefineMarket((MarketDefinition)command.Body!),
        CommandKind.SetMarketState => SetState(command),
        CommandKind.SetFee => SetFee((FeeScheduleEntry)command.Body!),
        CommandKind.SetMemberGroup => SetGroup(command),
        _ => Refused(RejectReason.Malformed),
    };

    public (BigInteger Available, BigInteger Locked) Balance(long member, int currency) => Ledger.Of(member, currency);

    public IEnumerable<(long Ticks, long Lots)> Book(int market, Side side) => _markets[market].Sorted(side)
        .GroupBy(o => o.Ticks).Select(level => (level.Key, LotsOf(level)));

    private static Outcome Refused(RejectReason reason) => new() { Reason = reason };

    private Outcome Cancel(Command command)
    {
        var order = _markets.SelectMany(m => m.Open)
            .FirstOrDefault(o => o.Id == command.Order.Value && o.Member == command.Member.Value);
        if (order is null) return Refused(RejectReason.OrderUnknown);
        var outcome = new Outcome();
        CloseOrder(order, CloseReason.CanceledByMember, outcome);
        return outcome;
    }

    private Outcome CancelAll(Command command)
    {
        if (command.Market is { } id && Find(id) is null) return Refused(RejectReason.MarketUnknown);
        if (command.Side is { } wanted && !Enum.IsDefined(wanted)) return Refused(RejectReason.Malformed);
        var outcome = new Outcome();
        var orders = _markets.SelectMany(m => m.Open).Where(o => o.Member == command.Member.Value
            && (command.Market is null || command.Market.Value.Index == o.Market.Index)
            && (command.Side is null || command.Side == o.Side)).ToList();
        foreach (var order in orders) CloseOrder(order, CloseReason.CanceledByMember, outcome);
        return outcome;
    }

    private Outcome Transfer(Command command)
    {
        var currency = command.Currency.Index;
        if (command.Member.Value <= 0 || !IsReference(command.Text)) return Refused(RejectReason.Malformed);
        if (currency < 0 || currency >= _currencies.Count) return Refused(RejectReason.CurrencyUnknown);
        if (command.Amount.IsZero || !command.Amount.FitsPrecision(_currencies[currency].Precision))
            return Refused(RejectReason.AmountInvalid);
        if (_references.Contains(command.Text!)) return Refused(RejectReason.ReferenceTaken);
        var amount = (BigInteger)command.Amount.Units;
        if (Ledger.Of(command.Member.Value, currency).Available + amount < 0)
            return Refused(RejectReason.InsufficientFunds);
        _references.Add(command.Text!);
        Ledger.Credit(command.Member.Value, currency, amount);
        var outcome = new Outcome();
        outcome.Touched.Add(command.Member.Value);
        return outcome;
    }

    private Outcome DefineCurrency(CurrencyDefinition definition)
    {
        if (_currencies.Any(c => c.Code == definition.Code)) return Refused(RejectReason.CodeTaken);
        _currencies.Add(definition);
        return new Outcome();
    }

    private Outcome DefineMarket(MarketDefinition definition)
    {
        if (_markets.Any(m => m.Base == definition.Base.Index && m.Quote == definition.Quote.Index))
            return Refused(RejectReason.CodeTaken);
        _markets.Add(NaiveMarket.From(_markets.Count, definition));
        return new Outcome();
    }

    private Outcome SetState(Command command)
    {
        if (Find(command.Market!.Value) is not { } market) return Refused(RejectReason.MarketUnknown);
        if (!Enum.IsDefined(command.MarketState)) return Refused(RejectReason.Malformed);
        market.State = command.MarketState;
        return new Outcome();
    }

    private Outcome SetFee(FeeScheduleEntry entry)
    {
        if (entry.Market is { } id && Find(id) is null) return Refused(RejectReason.MarketUnknown);
        if (!entry.Maker.IsValid || !entry.Taker.IsValid) return Refused(RejectReason.DefinitionInvalid);
        _fees[(entry.Market?.Index, entry.Group)] = entry;
        return new Outcome();
    }

    private Outcome SetGroup(Command command)
    {
        if (command.Member.Value <= 0 || string.IsNullOrEmpty(command.Text)) return Refused(RejectReason.Malformed);
        _groups[command.Member.Value] = command.Text;
        return new Outcome();
    }

    private NaiveMarket? Find(MarketId id) => id.Index >= 0 && id.Index < _markets.Count ? _markets[id.Index] : null;

    private static bool IsReference(string? text) => text is { Length: >= 1 and <= 200 } && text.All(char.IsAscii);
}
