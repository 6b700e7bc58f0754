using System.Numerics;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Exchange.Core.Projections;

/// <summary>
/// Writes gathered rows and the position in one transaction: COPY for rows that are only ever added, one array upsert
/// for rows that change. Thousands of rows cost four round trips.
/// </summary>
internal sealed class ProjectionWriter(DatabaseConnectionString connectionString)
{
    public async Task WriteAsync(ProjectionRows rows, long sequence, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString.Value);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (rows.Trades.Count > 0) await CopyTradesAsync(connection, rows.Trades, cancellationToken);
        if (rows.Postings.Count > 0) await CopyPostingsAsync(connection, rows.Postings, cancellationToken);
        if (rows.ChangedOrders.Count > 0) await UpsertOrdersAsync(connection, rows.ChangedOrders, cancellationToken);
        if (rows.ChangedCandles.Count > 0) await UpsertCandlesAsync(connection, rows.ChangedCandles, cancellationToken);
        await StorePositionAsync(connection, sequence, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CopyTradesAsync(
        NpgsqlConnection connection, IReadOnlyList<TradeRow> trades, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy trades ("Id", "MarketIndex", "PriceTicks", "QuantityLots", "Notional", "TakerSide", "MakerOrderId",
              "TakerOrderId", "MakerMemberId", "TakerMemberId", "MakerFee", "TakerFee", "MakerRate", "TakerRate",
              "AtMicroseconds") from stdin (format binary)
            """, cancellationToken);
        foreach (var t in trades)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(t.Id, cancellationToken);
            await copy.WriteAsync(t.MarketIndex, cancellationToken);
            await copy.WriteAsync(t.PriceTicks, cancellationToken);
            await copy.WriteAsync(t.QuantityLots, cancellationToken);
            await WriteAsync(copy, t.Notional, cancellationToken);
            await copy.WriteAsync((short)t.TakerSide, cancellationToken);
            await copy.WriteAsync(t.MakerOrderId, cancellationToken);
            await copy.WriteAsync(t.TakerOrderId, cancellationToken);
            await copy.WriteAsync(t.MakerMemberId, cancellationToken);
            await copy.WriteAsync(t.TakerMemberId, cancellationToken);
            await WriteAsync(copy, t.MakerFee, cancellationToken);
            await WriteAsync(copy, t.TakerFee, cancellationToken);
            await copy.WriteAsync(t.MakerRate, cancellationToken);
            await copy.WriteAsync(t.TakerRate, cancellationToken);
            await copy.WriteAsync(t.AtMicroseconds, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task CopyPostingsAsync(
        NpgsqlConnection connection, IReadOnlyList<PostingRow> postings, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy postings ("Sequence", "Line", "Account", "MemberId", "CurrencyIndex", "Amount", "OrderId", "TradeId",
              "Reference", "AtMicroseconds") from stdin (format binary)
            """, cancellationToken);
        foreach (var p in postings)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(p.Sequence, cancellationToken);
            await copy.WriteAsync(p.Line, cancellationToken);
            await copy.WriteAsync((int)p.Account, cancellationToken);
            await copy.WriteAsync(p.MemberId, cancellationToken);
            await copy.WriteAsync(p.CurrencyIndex, cancellationToken);
            await WriteAsync(copy, p.Amount, cancellationToken);
            await copy.WriteAsync(p.OrderId, cancellationToken);
            await copy.WriteAsync(p.TradeId, cancellationToken);
            if (p.Reference is null) await copy.WriteNullAsync(cancellationToken);
            else await copy.WriteAsync(p.Reference, cancellationToken);
            await copy.WriteAsync(p.AtMicroseconds, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task UpsertOrdersAsync(
        NpgsqlConnection connection, IReadOnlyCollection<OrderRow> orders, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into orders ("Id", "MemberId", "MarketIndex", "Side", "Type", "TimeInForce", "PostOnly", "PriceTicks",
              "QuantityLots", "RemainingLots", "ExecutedNotional", "TradeCount", "Close", "MakerRate", "TakerRate",
              "ClientOrderId", "CreatedMicroseconds", "UpdatedMicroseconds")
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            on conflict ("Id") do update set "RemainingLots" = excluded."RemainingLots",
              "ExecutedNotional" = excluded."ExecutedNotional", "TradeCount" = excluded."TradeCount",
              "Close" = excluded."Close", "UpdatedMicroseconds" = excluded."UpdatedMicroseconds"
            """, connection);
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.Id));
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.MemberId));
        Add(command, NpgsqlDbType.Integer, orders.Select(o => o.MarketIndex));
        Add(command, NpgsqlDbType.Smallint, orders.Select(o => (short)o.Side));
        Add(command, NpgsqlDbType.Smallint, orders.Select(o => (short)o.Type));
        Add(command, NpgsqlDbType.Smallint, orders.Select(o => (short)o.TimeInForce));
        Add(command, NpgsqlDbType.Boolean, orders.Select(o => o.PostOnly));
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.PriceTicks));
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.QuantityLots));
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.RemainingLots));
        Add(command, NpgsqlDbType.Numeric, orders.Select(o => (BigInteger)o.ExecutedNotional.Units));
        Add(command, NpgsqlDbType.Integer, orders.Select(o => o.TradeCount));
        Add(command, NpgsqlDbType.Smallint, orders.Select(o => (short)o.Close));
        Add(command, NpgsqlDbType.Integer, orders.Select(o => o.MakerRate));
        Add(command, NpgsqlDbType.Integer, orders.Select(o => o.TakerRate));
        Add(command, NpgsqlDbType.Uuid, orders.Select(o => o.ClientOrderId));
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.CreatedMicroseconds));
        Add(command, NpgsqlDbType.Bigint, orders.Select(o => o.UpdatedMicroseconds));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task UpsertCandlesAsync(
        NpgsqlConnection connection, IReadOnlyCollection<CandleRow> candles, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into candles ("MarketIndex", "PeriodMinutes", "OpenTimeSeconds", "OpenTicks", "HighTicks", "LowTicks",
              "CloseTicks", "VolumeLots", "QuoteVolume")
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict ("MarketIndex", "PeriodMinutes", "OpenTimeSeconds") do update set "HighTicks" = excluded."HighTicks",
              "LowTicks" = excluded."LowTicks", "CloseTicks" = excluded."CloseTicks",
              "VolumeLots" = excluded."VolumeLots", "QuoteVolume" = excluded."QuoteVolume"
            """, connection);
        Add(command, NpgsqlDbType.Integer, candles.Select(c => c.MarketIndex));
        Add(command, NpgsqlDbType.Integer, candles.Select(c => c.PeriodMinutes));
        Add(command, NpgsqlDbType.Bigint, candles.Select(c => c.OpenTimeSeconds));
        Add(command, NpgsqlDbType.Bigint, candles.Select(c => c.OpenTicks));
        Add(command, NpgsqlDbType.Bigint, candles.Select(c => c.HighTicks));
        Add(command, NpgsqlDbType.Bigint, candles.Select(c => c.LowTicks));
        Add(command, NpgsqlDbType.Bigint, candles.Select(c => c.CloseTicks));
        Add(command, NpgsqlDbType.Bigint, candles.Select(c => c.VolumeLots));
        Add(command, NpgsqlDbType.Numeric, candles.Select(c => (BigInteger)c.QuoteVolume.Units));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task StorePositionAsync(
        NpgsqlConnection connection, long sequence, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into projection_positions ("Name", "Sequence") values ($1, $2)
            on conflict ("Name") do update set "Sequence" = excluded."Sequence"
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TableProjector.Name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] });

    private static Task WriteAsync(NpgsqlBinaryImporter copy, Amount amount, CancellationToken cancellationToken) =>
        copy.WriteAsync((BigInteger)amount.Units, NpgsqlDbType.Numeric, cancellationToken);
}
