using System.Security.Cryptography;
using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// Everything the engine knows: markets, books, balances, references. <see cref="Apply"/> is a pure function of this
/// state and a command: no clock, no randomness, no I/O, no culture and no order of a hash table reaches it, so that
/// replaying the journal gives the same state bit for bit. Owned by one thread.
/// </summary>
public sealed class EngineState
{
    private readonly OrderPlacement _placement;
    private readonly OrderCancellation _cancellation;
    private readonly Transfers _transfers;
    private readonly Definitions _definitions;

    /// <summary>An empty exchange, before its first command.</summary>
    public EngineState()
    {
        MemberOrders = new MemberOrders(Pool);
        var settlement = new Settlement(this);
        _placement = new OrderPlacement(this, settlement);
        _cancellation = new OrderCancellation(this, settlement);
        _transfers = new Transfers(this, settlement);
        _definitions = new Definitions(this);
    }

    /// <summary>The last command applied.</summary>
    public long Sequence { get; internal set; }

    /// <summary>The time of the last command applied, microseconds since 1970 UTC. Never goes back.</summary>
    public long AtMicroseconds { get; internal set; }

    /// <summary>Stub until the engine has it.</summary>
    public long NextDueMicroseconds { get; internal set; } = long.MaxValue;

    internal MarketCatalog Catalog { get; } = new();

    internal MemberLedger Ledger { get; } = new();

    internal OrderPool Pool { get; } = new();

    internal List<OrderBook> Books { get; } = [];

    internal MemberOrders MemberOrders { get; }

    internal List<string> Groups { get; } = [];

    internal AcceptedReferences References { get; } = new();

    internal RecentClientOrderIds ClientOrderIds { get; } = new();

    internal long LastOrderId { get; set; }

    internal long LastTradeId { get; set; }

    /// <summary>
    /// Applies a command. When it is refused, or has nothing to do, the state is untouched, no event is added and the
    /// sequence number is not used up.
    /// </summary>
    /// <param name="command">What to do.</param>
    /// <param name="sequence">The number it gets: one above <see cref="Sequence"/>.</param>
    /// <param name="atMicroseconds">The engine's time, at least <see cref="AtMicroseconds"/>.</param>
    /// <param name="output">Receives the events.</param>
    /// <exception cref="InvariantViolation">The state is wrong; the engine must stop.</exception>
    public CommandResult Apply(in Command command, long sequence, long atMicroseconds, EventBuffer output)
    {
        InvariantViolation.Unless(sequence == Sequence + 1, $"Sequence {sequence} after {Sequence}.");
        InvariantViolation.Unless(atMicroseconds >= AtMicroseconds, "Time went back.");
        output.Begin(sequence, atMicroseconds);
        var before = output.Count;
        var result = Dispatch(command, atMicroseconds, output);
        if (!result.IsAccepted || output.Count == before)
        {
            InvariantViolation.Unless(output.Count == before, $"A refused {command.Kind} made events.");
            return result;
        }

        Sequence = sequence;
        AtMicroseconds = atMicroseconds;
        return result with { Sequence = sequence, AtMicroseconds = atMicroseconds };
    }

    /// <summary>A member's balance; zero for a stranger.</summary>
    public Balance BalanceOf(MemberId member, CurrencyId currency) =>
        Ledger.TryRow(member, out var row) ? Ledger[row, currency] : default;

    /// <summary>SHA-256 of the canonical form of the whole state: equal if and only if two engines will always act
    /// alike.</summary>
    public byte[] ComputeHash() => SHA256.HashData(SnapshotCodec.Write(this));

    private CommandResult Dispatch(in Command command, long atMicroseconds, EventBuffer output) => command.Kind switch
    {
        CommandKind.PlaceOrder => _placement.Apply(command, atMicroseconds, output),
        CommandKind.CancelOrder => _cancellation.One(command, output),
        CommandKind.CancelAllOrders => _cancellation.All(command, output),
        CommandKind.Transfer => _transfers.Apply(command, output),
        CommandKind.DefineCurrency => _definitions.DefineCurrency(command, output),
        CommandKind.DefineMarket => _definitions.DefineMarket(command, output),
        CommandKind.SetMarketState => _definitions.SetMarketState(command, output),
        CommandKind.SetFee => _definitions.SetFee(command, output),
        CommandKind.SetMemberGroup => _definitions.SetMemberGroup(command, output),
        CommandKind.PlaceOneCancelsOther or CommandKind.AmendOrder or CommandKind.SetMarketProtection
            or CommandKind.SetCancelTimer or CommandKind.Advance or CommandKind.None => CommandResult.Refused(RejectReason.Malformed),
        _ => CommandResult.Refused(RejectReason.Malformed),
    };

    /// <summary>A member's row, with room in every table that is indexed by it.</summary>
    internal int RowOf(MemberId member)
    {
        var row = Ledger.RowOf(member);
        if (row == Groups.Count)
        {
            Groups.Add(FeeSchedule.DefaultGroup);
            MemberOrders.AddMember();
        }

        return row;
    }
}
