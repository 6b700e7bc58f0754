using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// The canonical form of an <see cref="EngineState"/>: equal states give equal bytes, and what is read back acts
/// exactly like what was written. Nothing in it depends on where an order happens to lie in memory.
/// </summary>
internal static class SnapshotCodec
{
    /// <summary>1 had plain orders only.</summary>
    public const byte Version = 2;

    public static byte[] Write(EngineState state)
    {
        var writer = new ByteWriter();
        writer.Byte(Version);
        writer.Int64(state.Sequence);
        writer.Int64(state.AtMicroseconds);
        writer.Int64(state.LastOrderId);
        writer.Int64(state.LastTradeId);
        WriteCatalog(state, writer);
        WriteLedger(state, writer);
        WriteOrders(state, writer);
        WriteMemory(state, writer);
        return writer.ToArray();
    }

    public static EngineState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var version = reader.Byte();
        if (version != Version) throw new InvalidDataException($"Snapshot version {version} is not known here.");
        var state = new EngineState
        {
            Sequence = reader.Int64(),
            AtMicroseconds = reader.Int64(),
            LastOrderId = reader.Int64(),
            LastTradeId = reader.Int64(),
        };
        ReadCatalog(state, ref reader);
        ReadLedger(state, ref reader);
        ReadOrders(state, ref reader);
        ReadMemory(state, ref reader);
        return reader.AtEnd ? state : throw new InvalidDataException("Bytes after the end of the snapshot.");
    }

    private static void WriteCatalog(EngineState state, ByteWriter writer)
    {
        var catalog = state.Catalog;
        writer.Int32(catalog.Currencies.Count);
        foreach (var c in catalog.Currencies)
            DefinitionCodec.Write(new CurrencyDefinition(c.Code, c.Name, c.Kind, c.Precision), writer);
        writer.Int32(catalog.Markets.Count);
        foreach (var market in catalog.Markets)
        {
            DefinitionCodec.Write(market.Definition, writer);
            LiveMarketCodec.Write(state.MarketAt(market.Id.Index), writer);
        }

        writer.Int32(catalog.Fees.Count);
        foreach (var entry in catalog.Fees) DefinitionCodec.Write(entry, writer);
    }

    private static void ReadCatalog(EngineState state, ref ByteReader reader)
    {
        for (var (i, count) = (0, reader.Int32()); i < count; i++)
        {
            var c = DefinitionCodec.ReadCurrency(ref reader);
            state.Catalog.Add(new Currency(new CurrencyId(i), c.Code, c.Name, c.Kind, c.Precision));
            state.Ledger.AddCurrency();
        }

        for (var (i, count) = (0, reader.Int32()); i < count; i++)
        {
            var definition = DefinitionCodec.ReadMarket(ref reader);
            var currencies = state.Catalog.Currencies;
            var market = Market.TryCreate(new MarketId(i), definition, currencies[definition.Base.Index],
                currencies[definition.Quote.Index], out var refusal)
                ?? throw new InvalidDataException($"Market {definition.Code}: {refusal}");
            LiveMarketCodec.Read(ref reader, state, market);
        }

        for (var (i, count) = (0, reader.Int32()); i < count; i++)
            state.Catalog.SetFee(DefinitionCodec.ReadFee(ref reader));
        state.Fees.Rebuild(state.Catalog);
        state.UpdateAuctions();
    }

    private static void WriteLedger(EngineState state, ByteWriter writer)
    {
        var ledger = state.Ledger;
        for (var i = 0; i < ledger.CurrencyCount; i++)
        {
            var platform = ledger.Platform(new CurrencyId(i));
            writer.Int128(platform.Assets.Units);
            writer.Int128(platform.Revenues.Units);
            writer.Int128(platform.Expenses.Units);
        }

        writer.Int32(ledger.MemberCount);
        for (var row = 0; row < ledger.MemberCount; row++)
        {
            writer.Int64(ledger.MemberAt(row).Value);
            writer.Text(state.GroupNameOf(row));
            for (var i = 0; i < ledger.CurrencyCount; i++)
            {
                var balance = ledger[row, new CurrencyId(i)];
                writer.Int128(balance.Available.Units);
                writer.Int128(balance.Locked.Units);
            }
        }
    }

    private static void ReadLedger(EngineState state, ref ByteReader reader)
    {
        var ledger = state.Ledger;
        for (var i = 0; i < ledger.CurrencyCount; i++)
            ledger.Restore(new CurrencyId(i), new PlatformBalance(
                Units(ref reader), Units(ref reader), Units(ref reader)));

        for (var (row, count) = (0, reader.Int32()); row < count; row++)
        {
            InvariantViolation.Unless(state.RowOf(new MemberId(reader.Int64())) == row, "A member twice in a snapshot.");
            var group = reader.Text();
            if (group != FeeSchedule.DefaultGroup) state.SetGroup(row, group);
            for (var i = 0; i < ledger.CurrencyCount; i++)
                ledger.Restore(row, new CurrencyId(i), new Balance(Units(ref reader), Units(ref reader)));
        }
    }

    private static void WriteOrders(EngineState state, ByteWriter writer)
    {
        for (var i = 0; i < state.MarketCount; i++)
        {
            var market = state.MarketAt(i);
            WriteQueue(state, market.Book.Slots(Side.Buy), writer);
            WriteQueue(state, market.Book.Slots(Side.Sell), writer);
            WriteQueue(state, market.Triggers.Slots(), writer);
        }
    }

    private static void WriteQueue(EngineState state, IEnumerable<int> slots, ByteWriter writer)
    {
        var start = writer.Length;
        writer.Int32(0);
        var count = 0;
        foreach (var slot in slots)
        {
            OrderCodec.Write(state, slot, writer);
            count++;
        }

        writer.PatchInt32(start, count);
    }

    private static void ReadOrders(EngineState state, ref ByteReader reader)
    {
        var orders = new List<(long Id, int Slot)>();
        for (var i = 0; i < state.MarketCount; i++)
        {
            var market = state.MarketAt(i);
            for (var (n, count) = (0, reader.Int32()); n < count; n++) market.Book.Restore(ReadOrder(state, ref reader, i, orders));
            for (var (n, count) = (0, reader.Int32()); n < count; n++) market.Book.Restore(ReadOrder(state, ref reader, i, orders));
            for (var (n, count) = (0, reader.Int32()); n < count; n++) market.Triggers.Add(ReadOrder(state, ref reader, i, orders));
            market.Triggers.SortTrailing();
        }

        // A member's list is in order of acceptance, which is the order of ids.
        orders.Sort();
        foreach (var (_, slot) in orders) state.Register(slot, ref state.Pool[slot]);
        foreach (var (_, slot) in orders) FindLinked(state, slot);
    }

    private static int ReadOrder(EngineState state, ref ByteReader reader, int marketIndex, List<(long Id, int Slot)> orders)
    {
        var slot = OrderCodec.Read(ref reader, state, marketIndex);
        orders.Add((state.Pool[slot].Id.Value, slot));
        return slot;
    }

    private static void FindLinked(EngineState state, int slot)
    {
        if (!state.Pool[slot].IsLinked) return;
        ref var terms = ref state.Terms[state.Pool.Details(slot).Terms];
        if (!state.Pool.TryFind(terms.LinkedOrder, out terms.LinkedSlot))
            throw new InvalidDataException($"Order {terms.LinkedOrder.Value} of a pair is missing.");
    }

    private static void WriteMemory(EngineState state, ByteWriter writer)
    {
        writer.Int32(state.References.InOrder.Count);
        foreach (var reference in state.References.InOrder) writer.Text(reference);
        writer.Int32(state.ClientOrderIds.Count);
        foreach (var (member, id, order) in state.ClientOrderIds.InOrder)
        {
            writer.Int64(member);
            writer.UInt128(id);
            writer.Int64(order);
        }

        writer.Int32(state.Timers.Running.Count);
        foreach (var (at, member, source) in state.Timers.Running)
        {
            writer.Int64(at);
            writer.Int64(member);
            writer.Byte((byte)source);
        }
    }

    private static void ReadMemory(EngineState state, ref ByteReader reader)
    {
        for (var (i, count) = (0, reader.Int32()); i < count; i++) state.References.Add(reader.Text());
        for (var (i, count) = (0, reader.Int32()); i < count; i++)
            state.ClientOrderIds.Add(
                new MemberId(reader.Int64()), new ClientOrderId(reader.UInt128()), new OrderId(reader.Int64()));
        for (var (i, count) = (0, reader.Int32()); i < count; i++)
        {
            var at = reader.Int64();
            state.Timers.Restore(new MemberId(reader.Int64()), (CancelTimerSource)reader.Byte(), at);
        }
    }

    private static Amount Units(ref ByteReader reader) => Amount.FromUnits(reader.Int128());
}
