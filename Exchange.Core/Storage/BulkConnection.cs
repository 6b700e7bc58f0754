using Npgsql;

namespace Exchange.Core.Storage;

/// <summary>Connections for reading or writing megabytes at a time: few, with large buffers.</summary>
internal static class BulkConnection
{
    private const int BufferBytes = 256 << 10;
    private const int MaxOpen = 8;

    /// <summary>Longest wait for one answer; a large value on a slow disk takes its time.</summary>
    private const int TimeoutSeconds = 300;

    public static async Task<NpgsqlConnection> OpenAsync(
        DatabaseConnectionString connectionString, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString.Value)
        {
            ReadBufferSize = BufferBytes,
            WriteBufferSize = BufferBytes,
            CommandTimeout = TimeoutSeconds,
            MaxPoolSize = MaxOpen,
        };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
