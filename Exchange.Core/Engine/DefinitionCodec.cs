using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The binary format of currencies, markets, their protection and fees, in the journal and in snapshots.</summary>
internal static class DefinitionCodec
{
    private const int AnyMarket = -1;

    public static void Write(CurrencyDefinition definition, ByteWriter writer)
    {
        writer.Text(definition.Code);
        writer.Text(definition.Name);
        writer.Byte((byte)definition.Kind);
        writer.Int32(definition.Precision);
    }

    public static CurrencyDefinition ReadCurrency(ref ByteReader reader) =>
        new(reader.Text(), reader.Text(), (CurrencyKind)reader.Byte(), reader.Int32());

    public static void Write(MarketDefinition definition, ByteWriter writer)
    {
        writer.Text(definition.Code);
        writer.Int32(definition.Base.Index);
        writer.Int32(definition.Quote.Index);
        writer.Int128(definition.TickSize.Units);
        writer.Int128(definition.LotSize.Units);
        writer.Int128(definition.MinQuantity.Units);
        writer.Int128(definition.MaxQuantity.Units);
        writer.Int128(definition.MinPrice.Units);
        writer.Int128(definition.MaxPrice.Units);
        writer.Int128(definition.MinNotional.Units);
    }

    public static MarketDefinition ReadMarket(ref ByteReader reader) => new(
        reader.Text(), new CurrencyId(reader.Int32()), new CurrencyId(reader.Int32()), Amount(ref reader), Amount(ref reader),
        Amount(ref reader), Amount(ref reader), Amount(ref reader), Amount(ref reader), Amount(ref reader));

    public static void Write(FeeScheduleEntry entry, ByteWriter writer)
    {
        writer.Int32(entry.Market?.Index ?? AnyMarket);
        writer.Text(entry.Group);
        writer.Int32(entry.Maker.PartsPerMillion);
        writer.Int32(entry.Taker.PartsPerMillion);
    }

    public static FeeScheduleEntry ReadFee(ref ByteReader reader)
    {
        var market = reader.Int32();
        return new FeeScheduleEntry(
            market == AnyMarket ? null : new MarketId(market), reader.Text(), new FeeRate(reader.Int32()),
            new FeeRate(reader.Int32()));
    }

    public static void Write(MarketProtection protection, ByteWriter writer)
    {
        writer.Int32(protection.Market.Index);
        writer.Int32(protection.BandBasisPoints);
        writer.Int32(protection.BreakerBasisPoints);
        writer.Int32(protection.BreakerWindowSeconds);
        writer.Int32(protection.AuctionSeconds);
    }

    public static MarketProtection ReadProtection(ref ByteReader reader) => new(
        new MarketId(reader.Int32()), reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32());

    private static Amount Amount(ref ByteReader reader) => Primitives.Amount.FromUnits(reader.Int128());
}
