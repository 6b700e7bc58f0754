using Npgsql;

namespace Exchange.Core.Storage;

/// <summary>A right that one session of the database has at a time. It ends with its connection, however that ends.</summary>
internal sealed class DatabaseLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly long _key;

    private DatabaseLock(NpgsqlConnection connection, long key) => (_connection, _key) = (connection, key);

    /// <summary>Null while another session has it.</summary>
    public static async Task<IAsyncDisposable?> TryAcquireAsync(
        DatabaseConnectionString connectionString, long key, CancellationToken cancellationToken)
    {
        // Unpooled: the lock must live and die with this very connection.
        var builder = new NpgsqlConnectionStringBuilder(connectionString.Value) { Pooling = false };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (await TryAsync(connection, key, cancellationToken)) return new DatabaseLock(connection, key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Takes the right for a session that is open already; false while another session has it.</summary>
    public static async Task<bool> TryAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Gives it back. Said aloud, because the server may notice the end of a connection only later.</summary>
    public async ValueTask DisposeAsync()
    {
        await using var connection = _connection;
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _key });
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the lock with it.
        }
    }
}
