using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Npgsql;

namespace Exchange.Core.Projections;

/// <summary>
/// The right to write the tables: a number that each start of an engine counts up, kept beside the position. A projector
/// advances the position from where it believes it to be, under its own number, as the first statement of the transaction
/// that writes the rows. So a second projector waits for the first one's transaction, and one that another start has
/// replaced changes nothing, however late it writes.
/// </summary>
/// <param name="Epoch">The number of this start.</param>
/// <param name="Sequence">Where the tables were when it began.</param>
internal readonly record struct TableOwnership(long Epoch, long Sequence)
{
    private const string Claim =
        """
        insert into projection_positions ("Name", "Sequence", "Epoch") values ($1, 0, 1)
        on conflict ("Name") do update set "Epoch" = projection_positions."Epoch" + 1
        returning "Epoch", "Sequence"
        """;

    private const string Advance =
        """
        update projection_positions set "Sequence" = $1 where "Name" = $2 and "Sequence" = $3 and "Epoch" = $4
        """;

    private const string Look = """select "Epoch", "Sequence" from projection_positions where "Name" = $1""";

    /// <summary>Takes the tables over. Waits for a transaction that is writing them.</summary>
    public static async Task<TableOwnership> ClaimAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ReadAsync(connection, Claim, cancellationToken)
        ?? throw new InvalidOperationException("The database did not say whose the tables are.");

    /// <summary>Moves the position. False when it was moved already by an attempt whose answer was lost.</summary>
    /// <exception cref="TablesTakenOverException">Another start has the tables, or somebody moved the position.</exception>
    /// <exception cref="InvariantViolation">The database forgot what it had committed; a new start writes it again.</exception>
    public async Task<bool> AdvanceAsync(NpgsqlConnection connection, long from, long to, CancellationToken cancellationToken)
    {
        await using (var command = new NpgsqlCommand(Advance, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TableProjector.Name });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Epoch });
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 1) return true;
        }

        var found = await ReadAsync(connection, Look, cancellationToken) ?? default;
        if (found == new TableOwnership(Epoch, to)) return false;
        throw found.Epoch == Epoch && found.Sequence < from
            ? new InvariantViolation($"The database lost committed rows: the tables are at {found.Sequence}, they were at {from}.")
            : new TablesTakenOverException(from, found.Sequence);
    }

    private static async Task<TableOwnership?> ReadAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TableProjector.Name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new TableOwnership(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }
}
