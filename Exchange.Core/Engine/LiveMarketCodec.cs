using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The binary format of a market's state in a snapshot, its orders apart.</summary>
internal static class LiveMarketCodec
{
    public static void Write(LiveMarket market, ByteWriter writer)
    {
        writer.Byte((byte)market.State);
        DefinitionCodec.Write(market.Protection, writer);
        writer.Int64(market.LastPrice.Ticks);
        writer.Int64(market.ReferencePrice.Ticks);
        writer.Int64(market.WindowBegan);
        writer.Int64(market.AuctionEnds);
        writer.Int64(market.Indicated.Price.Ticks);
        writer.Int64(market.Indicated.Quantity.Lots);
    }

    public static void Read(ref ByteReader reader, EngineState state, Market market)
    {
        var live = state.AddMarket(market, (MarketState)reader.Byte());
        live.Protection = DefinitionCodec.ReadProtection(ref reader);
        live.LastPrice = new Price(reader.Int64());
        live.ReferencePrice = new Price(reader.Int64());
        live.WindowBegan = reader.Int64();
        live.AuctionEnds = reader.Int64();
        live.Indicated = new AuctionOutcome(new Price(reader.Int64()), new Quantity(reader.Int64()));
    }
}
