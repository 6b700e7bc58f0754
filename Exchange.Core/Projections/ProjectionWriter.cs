using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Exchange.Core.Projections;

/// <summary>
/// Writes the position and gathered rows in one transaction: COPY for new rows, COPY into a table of the session and one
/// UPDATE from it for orders that changed. Thousands of rows cost a few round trips. One caller at a time.
/// </summary>
internal sealed class ProjectionWriter(DatabaseConnectionString connectionString) : IAsyncDisposable
{
    private const string OrderColumns =
        """
        "Id", "MemberId", "MarketIndex", "Side", "Type", "TimeInForce", "PostOnly", "PriceTicks", "QuantityLots",
          "RemainingLots", "ExecutedNotional", "TradeCount", "Close", "MakerRate", "TakerRate", "ClientOrderId",
          "SelfTradePrevention", "Trigger", "IsPending", "TriggerTicks", "TrailTicks", "TrailBasisPoints", "DisplayLots",
          "ExpiresMicroseconds", "LinkedOrderId", "Sequence", "CreatedMicroseconds", "UpdatedMicroseconds"
        """;

    private const short OrderColumnCount = 28;

    private const string ChangedColumns =
        """
        "Id", "PriceTicks", "QuantityLots", "RemainingLots", "ExecutedNotional", "TradeCount", "Close", "IsPending",
          "TriggerTicks", "Sequence", "UpdatedMicroseconds"
        """;

    private const short ChangedColumnCount = 11;

    // Nobody ever analyzes the session's table, and the planner guesses: with a hash join it would read all orders for each
    // transaction. The key is the way to a few rows, and to many.
    private const string PlanByKey = "set enable_hashjoin = off; set enable_mergejoin = off";

    private const string Staging =
        $"create temporary table changed_orders on commit delete rows as select {ChangedColumns} from orders with no data";

    private const string UpdateFromStaging =
        """
        update orders o set "PriceTicks" = coalesce(c."PriceTicks", o."PriceTicks"),
          "QuantityLots" = coalesce(c."QuantityLots", o."QuantityLots"),
          "RemainingLots" = coalesce(c."RemainingLots", o."RemainingLots"),
          "ExecutedNotional" = o."ExecutedNotional" + c."ExecutedNotional", "TradeCount" = o."TradeCount" + c."TradeCount",
          "Close" = greatest(c."Close", o."Close"), "IsPending" = coalesce(c."IsPending", o."IsPending"),
          "TriggerTicks" = coalesce(c."TriggerTicks", o."TriggerTicks"), "Sequence" = c."Sequence",
          "UpdatedMicroseconds" = c."UpdatedMicroseconds"
        from changed_orders c where o."Id" = c."Id"
        """;

    private readonly CopyBuffer _orders = new();
    private NpgsqlConnection? _connection;

    /// <summary>Makes this writer the only one.</summary>
    public Task<TableOwnership> ClaimAsync(CancellationToken cancellationToken) =>
        WithConnectionAsync(connection => TableOwnership.ClaimAsync(connection, cancellationToken), cancellationToken);

    /// <summary>Writes everything or nothing. After a failure it may be called again with the same: rows that did get in
    /// count as written.</summary>
    /// <exception cref="TablesTakenOverException">Another has the tables.</exception>
    public Task WriteAsync(
        ProjectionRows rows, TableOwnership ownership, long from, long to, CancellationToken cancellationToken) =>
        WithConnectionAsync(async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (!await ownership.AdvanceAsync(connection, from, to, cancellationToken)) return true;
            await CopyAsync(connection, Target.Trades, rows.Trades, cancellationToken);
            await CopyAsync(connection, Target.Postings, rows.Postings, cancellationToken);
            await WriteOrdersAsync(connection, rows, cancellationToken);
            if (rows.ChangedCandles.Count > 0) await UpsertCandlesAsync(connection, rows.ChangedCandles, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task<T> WithConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(_connection ??= await OpenAsync(cancellationToken));
        }
        catch
        {
            // Whatever state the session is in, a new one has none.
            await DisposeAsync();
            throw;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString.Value) { ApplicationName = "exchange projector" };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // The projector goes on from what it has committed: a database that crashes may not forget it.
            await DurableCommits.DemandAsync(connection, cancellationToken);
            await ExecuteAsync(connection, PlanByKey, cancellationToken);
            await ExecuteAsync(connection, Staging, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task WriteOrdersAsync(NpgsqlConnection connection, ProjectionRows rows, CancellationToken cancellationToken)
    {
        _orders.Clear();
        foreach (var row in rows.NewOrders) WriteNew(_orders, row);
        await CopyAsync(connection, Target.Orders, _orders, cancellationToken);
        if (rows.ChangedOrders.Count == 0) return;
        _orders.Clear();
        foreach (var (id, change) in rows.ChangedOrders) WriteChanged(_orders, id, change);
        await CopyAsync(connection, Target.Changes, _orders, cancellationToken);
        var changed = await ExecuteAsync(connection, UpdateFromStaging, cancellationToken);
        if (changed != rows.ChangedOrders.Count)
            throw new InvariantViolation($"The tables lack {rows.ChangedOrders.Count - changed} of the orders that changed.");
    }

    private static void WriteNew(CopyBuffer copy, OrderRow o)
    {
        copy.StartRow(OrderColumnCount);
        copy.Write(o.Id);
        copy.Write(o.MemberId);
        copy.Write(o.MarketIndex);
        copy.Write((short)o.Side);
        copy.Write((short)o.Type);
        copy.Write((short)o.TimeInForce);
        copy.Write(o.PostOnly);
        copy.Write(o.PriceTicks);
        copy.Write(o.QuantityLots);
        copy.Write(o.RemainingLots);
        copy.Write(o.ExecutedNotional);
        copy.Write(o.TradeCount);
        copy.Write((short)o.Close);
        copy.Write(o.MakerRate);
        copy.Write(o.TakerRate);
        copy.Write(o.ClientOrderId);
        copy.Write((short)o.SelfTradePrevention);
        copy.Write((short)o.Trigger);
        copy.Write(o.IsPending);
        copy.Write(o.TriggerTicks);
        copy.Write(o.TrailTicks);
        copy.Write(o.TrailBasisPoints);
        copy.Write(o.DisplayLots);
        copy.Write(o.ExpiresMicroseconds);
        copy.Write(o.LinkedOrderId);
        copy.Write(o.Sequence);
        copy.Write(o.CreatedMicroseconds);
        copy.Write(o.UpdatedMicroseconds);
    }

    private static void WriteChanged(CopyBuffer copy, long id, in OrderChange o)
    {
        copy.StartRow(ChangedColumnCount);
        copy.Write(id);
        copy.Write(o.PriceTicks);
        copy.Write(o.QuantityLots);
        copy.Write(o.RemainingLots);
        copy.Write(o.AddedNotional);
        copy.Write(o.AddedTrades);
        copy.Write((short)o.Close);
        copy.Write(o.IsPending);
        copy.Write(o.TriggerTicks);
        copy.Write(o.Sequence);
        copy.Write(o.UpdatedMicroseconds);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, string target, CopyBuffer rows, CancellationToken cancellationToken)
    {
        if (rows.RowCount == 0) return;
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            $"copy {target} from stdin (format binary)", cancellationToken);
        await copy.WriteAsync(rows.Complete(), cancellationToken);
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

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] });

    /// <summary>Where rows are copied to, with the columns in the order in which they are written.</summary>
    private static class Target
    {
        public const string Trades =
            """
            trades ("Id", "MarketIndex", "PriceTicks", "QuantityLots", "Notional", "TakerSide", "MakerOrderId", "TakerOrderId",
              "MakerMemberId", "TakerMemberId", "MakerFee", "TakerFee", "MakerRate", "TakerRate", "AtMicroseconds")
            """;

        public const string Postings =
            """
            postings ("Sequence", "Line", "Account", "MemberId", "CurrencyIndex", "Amount", "OrderId", "TradeId", "Reference",
              "AtMicroseconds")
            """;

        public const string Orders = $"orders ({OrderColumns})";

        public const string Changes = $"changed_orders ({ChangedColumns})";
    }
}
