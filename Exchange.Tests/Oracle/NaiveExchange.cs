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
    public const int MaxTrailingStops = 1_000;
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
    private long _places;
    private long _now;
    private Outcome _outcome = new();

    public NaiveLedger Ledger { get; } = new();

    public IReadOnlyList<NaiveMarket> Markets => _markets;

    public IReadOnlyList<CurrencyDefinition> Currencies => _currencies;

    public Outcome Apply(Command command, long time)
    {
        (_now, _outcome) = (time, new Outcome());
        var reason = Perform(command);
        if (reason != RejectReason.None)
        {
            return _outcome.Orders.Count + _outcome.Notices.Count + _outcome.Moved.Count == 0
                ? new Outcome { Reason = reason }
                : throw new InvalidOperationException($"The oracle itself is wrong: {reason} left a trace.");
        }

        if (_outcome.Orders.Count + _outcome.Notices.Count > 0) _markets.ForEach(Indicate);
        return _outcome;
    }

    public (BigInteger Available, BigInteger Locked) Balance(long member, int currency) => Ledger.Of(member, currency);

    public IEnumerable<(long Ticks, long Lots)> Book(int market, Side side) => _markets[market].Sorted(side)
        .GroupBy(o => o.Ticks).Select(level => (level.Key, level.Sum(o => o.Shown)));

    private RejectReason Perform(Command command) => command.Kind switch
    {
        CommandKind.PlaceOrder or CommandKind.PlaceOneCancelsOther => Place(command),
        CommandKind.CancelOrder => Cancel(command),
        CommandKind.CancelAllOrders => CancelAll(command),
        CommandKind.AmendOrder => Amend(command),
        CommandKind.Transfer => Transfer(command),
        CommandKind.DefineCurrency => DefineCurrency((CurrencyDefinition)command.Body!),
        CommandKind.DefineMarket => DefineMarket((MarketDefinition)command.Body!),
        CommandKind.SetMarketState => SetState(command),
        CommandKind.SetMarketProtection => SetProtection(command),
        CommandKind.SetFee => SetFee((FeeScheduleEntry)command.Body!),
        CommandKind.SetMemberGroup => SetGroup(command),
        CommandKind.SetCancelTimer => SetCancelTimer(command),
        CommandKind.Advance => Advance(),
        _ => RejectReason.Malformed,
    };

    private RejectReason Cancel(Command command)
    {
        if (Find(command.Order.Value, command.Member.Value) is not { } order) return RejectReason.OrderUnknown;
        Close(order, CloseReason.CanceledByMember);
        return RejectReason.None;
    }

    private RejectReason CancelAll(Command command)
    {
        if (command.Market is { } id && Find(id) is null) return RejectReason.MarketUnknown;
        if (command.Side is { } wanted && !Enum.IsDefined(wanted)) return RejectReason.Malformed;
        CloseAll(_markets.SelectMany(m => m.Open).Where(o => o.Member == command.Member.Value
            && (command.Market is null || command.Market.Value.Index == o.Market.Index)
            && (command.Side is null || command.Side == o.Side)), CloseReason.CanceledByMember);
        return RejectReason.None;
    }

    private RejectReason Transfer(Command command)
    {
        var currency = command.Currency.Index;
        if (command.Member.Value <= 0 || !IsReference(command.Text)) return RejectReason.Malformed;
        if (currency < 0 || currency >= _currencies.Count) return RejectReason.CurrencyUnknown;
        if (command.Amount.IsZero || !command.Amount.FitsPrecision(_currencies[currency].Precision))
            return RejectReason.AmountInvalid;
        if (_references.Contains(command.Text!)) return RejectReason.ReferenceTaken;
        var amount = (BigInteger)command.Amount.Units;
        if (Ledger.Of(command.Member.Value, currency).Available + amount < 0)
            return RejectReason.InsufficientFunds;
        _references.Add(command.Text!);
        Ledger.Credit(command.Member.Value, currency, amount);
        _outcome.Touched.Add(command.Member.Value);
        return RejectReason.None;
    }

    private RejectReason DefineCurrency(CurrencyDefinition definition)
    {
        if (_currencies.Any(c => c.Code == definition.Code)) return RejectReason.CodeTaken;
        _currencies.Add(definition);
        return RejectReason.None;
    }

    private RejectReason DefineMarket(MarketDefinition definition)
    {
        if (_markets.Any(m => m.Base == definition.Base.Index && m.Quote == definition.Quote.Index))
            return RejectReason.CodeTaken;
        _markets.Add(NaiveMarket.From(_markets.Count, definition));
        return RejectReason.None;
    }

    private RejectReason SetFee(FeeScheduleEntry entry)
    {
        if (entry.Market is { } id && Find(id) is null) return RejectReason.MarketUnknown;
        if (!entry.Maker.IsValid || !entry.Taker.IsValid) return RejectReason.DefinitionInvalid;
        _fees[(entry.Market?.Index, entry.Group)] = entry;
        return RejectReason.None;
    }

    private RejectReason SetGroup(Command command)
    {
        if (command.Member.Value <= 0 || string.IsNullOrEmpty(command.Text)) return RejectReason.Malformed;
        _groups[command.Member.Value] = command.Text;
        return RejectReason.None;
    }

    private NaiveMarket? Find(MarketId id) => id.Index >= 0 && id.Index < _markets.Count ? _markets[id.Index] : null;

    private NaiveOrder? Find(long order, long member) =>
        _markets.Select(m => m.Resting.Find(o => o.Id == order) ?? m.Waiting.Find(o => o.Id == order))
            .FirstOrDefault(o => o?.Member == member);

    private static bool IsReference(string? text) => text is { Length: >= 1 and <= 200 } && text.All(char.IsAscii);
}
