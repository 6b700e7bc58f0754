using System.Diagnostics.CodeAnalysis;
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
    private readonly EngineHandlers _handlers;
    private readonly List<int> _groupOfRow = [];
    private LiveMarket[] _markets = [];
    private bool _isAuctionRunning;
    private long _nextAuctionEnd = long.MaxValue;

    /// <summary>An empty exchange, before its first command.</summary>
    public EngineState()
    {
        MemberOrders = new MemberOrders(Pool);
        Touched = new TouchedLevels(this);
        _handlers = new EngineHandlers(this);
    }

    /// <summary>The last command applied.</summary>
    public long Sequence { get; internal set; }

    /// <summary>The time of the last command applied, microseconds since 1970 UTC. Never goes back.</summary>
    public long AtMicroseconds { get; internal set; }

    /// <summary>
    /// The earliest time at which <see cref="Command.Advance"/> may have something to do; long.MaxValue for none. Whoever
    /// feeds the engine applies it before any command of that time or later.
    /// </summary>
    public long NextDueMicroseconds => Math.Min(_handlers.Timers.NextDue, _nextAuctionEnd);

    internal MarketCatalog Catalog { get; } = new();

    internal MemberLedger Ledger { get; } = new();

    internal OrderPool Pool { get; } = new();

    internal TermsTable Terms { get; } = new();

    internal MemberOrders MemberOrders { get; }

    internal TouchedLevels Touched { get; }

    internal FeeTable Fees { get; } = new();

    internal AcceptedReferences References { get; } = new();

    internal RecentClientOrderIds ClientOrderIds { get; } = new();

    internal Timers Timers => _handlers.Timers;

    internal long LastOrderId { get; set; }

    internal long LastTradeId { get; set; }

    internal int MarketCount => _markets.Length;

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
        ApplyTo(command, sequence, atMicroseconds, output, out var result);
        return result;
    }

    /// <summary>The same, with the result where the caller wants it.</summary>
    internal void ApplyTo(
        in Command command, long sequence, long atMicroseconds, EventBuffer output, out CommandResult result)
    {
        if (sequence != Sequence + 1 || atMicroseconds < AtMicroseconds) ThrowOutOfOrder(sequence, atMicroseconds);
        output.Begin(sequence, atMicroseconds);
        var before = output.Count;
        result = default;
        _handlers.Dispatch(command, sequence, atMicroseconds, output, ref result);
        if (output.Count == before) return;
        if (!result.IsAccepted) ThrowRefusedWithEvents(command);
        Touched.WriteTo(output);
        if (_isAuctionRunning) IndicateAuctions(output);
        Sequence = sequence;
        AtMicroseconds = atMicroseconds;
        result.Sequence = sequence;
        result.AtMicroseconds = atMicroseconds;
    }

    /// <summary>A member's balance; zero for a stranger.</summary>
    public Balance BalanceOf(MemberId member, CurrencyId currency) =>
        Ledger.TryRow(member, out var row) ? Ledger[row, currency] : default;

    /// <summary>All open orders: market by market, buy side and sell side in the order they trade, then those that wait for a
    /// trigger.</summary>
    public IEnumerable<OrderView> OpenOrders()
    {
        foreach (var market in _markets)
        {
            foreach (var slot in market.Book.Slots(Side.Buy)) yield return OpenOrderViews.Of(this, slot);
            foreach (var slot in market.Book.Slots(Side.Sell)) yield return OpenOrderViews.Of(this, slot);
            foreach (var slot in market.Triggers.Slots()) yield return OpenOrderViews.Of(this, slot);
        }
    }

    /// <summary>SHA-256 of the canonical form of the whole state: equal if and only if two engines will always act
    /// alike.</summary>
    public byte[] ComputeHash() => SHA256.HashData(SnapshotCodec.Write(this));

    /// <summary>
    /// A few figures of the state in one number, quick to take: engines that have come apart nearly always differ in it. It
    /// stands in every journal row, so that a replay which comes apart is noticed at that row.
    /// </summary>
    internal ulong Digest()
    {
        var digest = StateDigest.Begin(Sequence).With(LastOrderId).With(LastTradeId).With(Pool.Count);
        foreach (var market in _markets)
            digest = digest.With(market.LastPrice.Ticks).With(market.Book.Bids.Total.Lots).With(market.Book.Asks.Total.Lots);
        for (var i = 0; i < Ledger.CurrencyCount; i++)
        {
            var platform = Ledger.Platform(new CurrencyId(i));
            digest = digest.With(platform.Assets.Units).With(platform.Revenues.Units);
        }

        return digest.Value;
    }

    internal LiveMarket MarketAt(int index) => _markets[index];

    internal bool TryMarket(int index, [NotNullWhen(true)] out LiveMarket? market)
    {
        market = index >= 0 && index < _markets.Length ? _markets[index] : null;
        return market is not null;
    }

    internal LiveMarket AddMarket(Market market, MarketState marketState)
    {
        var live = new LiveMarket(market, marketState, Pool, Terms);
        Catalog.Add(market, marketState);
        _markets = [.. _markets, live];
        MemberOrders.AddMarket();
        Fees.Rebuild(Catalog);
        return live;
    }

    /// <summary>A member's fee group.</summary>
    internal string GroupNameOf(int row) => Fees.NameOf(_groupOfRow[row]);

    internal int GroupOf(int row) => _groupOfRow[row];

    internal void SetGroup(int row, string group)
    {
        var known = Fees.GroupCount;
        _groupOfRow[row] = Fees.NumberOf(group);
        if (Fees.GroupCount != known) Fees.Rebuild(Catalog);
    }

    /// <summary>A member's row, with room in every table that is indexed by it.</summary>
    internal int RowOf(MemberId member)
    {
        var row = Ledger.RowOf(member);
        if (row != _groupOfRow.Count) return row;
        _groupOfRow.Add(FeeTable.DefaultGroup);
        MemberOrders.AddMember();
        return row;
    }

    /// <summary>Makes an order known by its id, to its owner and to its expiry.</summary>
    internal void Register(int slot, ref OrderNode order)
    {
        Pool.Register(slot, ref order);
        MemberOrders.Append(slot, ref order);
        var expires = Pool.Details(slot).ExpiresMicroseconds;
        if (expires != 0) Timers.Add(order.Id, expires);
    }

    /// <summary>The circuit breaker stops a market.</summary>
    internal void Trip(LiveMarket market, long atMicroseconds, EventBuffer output) =>
        _handlers.Auction.Begin(market, atMicroseconds, output);

    /// <summary>Call after a market's state has changed.</summary>
    internal void UpdateAuctions()
    {
        _nextAuctionEnd = long.MaxValue;
        _isAuctionRunning = false;
        foreach (var market in _markets)
        {
            if (market.State != MarketState.Auction) continue;
            _isAuctionRunning = true;
            _nextAuctionEnd = Math.Min(_nextAuctionEnd, market.AuctionEnds);
        }
    }

    private void IndicateAuctions(EventBuffer output)
    {
        foreach (var market in _markets)
            if (market.State == MarketState.Auction) CallAuction.Indicate(market, output);
    }

    private static void ThrowRefusedWithEvents(in Command command) =>
        throw new InvariantViolation($"A refused {command.Kind} made events.");

    private void ThrowOutOfOrder(long sequence, long atMicroseconds) => throw new InvariantViolation(
        $"Command {sequence} at {atMicroseconds} after {Sequence} at {AtMicroseconds}.");
}
