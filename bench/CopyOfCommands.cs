using System.Diagnostics;
using Npgsql;

namespace Exchange.Bench;

/// <summary>The peer of replay: PostgreSQL loading rows of the commands' size as fast as it can.</summary>
internal static class CopyOfCommands
{
    private const int MaxRows = 2_000_000;

    /// <summary>Rows per second.</summary>
    public static async Task<double> RunAsync(string connectionString, long commands, int bytes)
    {
        var rows = (int)Math.Min(commands, MaxRows);
        var payload = new byte[bytes];
        new Random(1).NextBytes(payload);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var table = new NpgsqlCommand("create table peer_commands (sequence bigint, at bigint, payload bytea)", connection))
            await table.ExecuteNonQueryAsync();
        var started = Stopwatch.GetTimestamp();
        await using (var copy = await connection.BeginBinaryImportAsync("copy peer_commands from stdin (format binary)"))
        {
            for (var i = 0; i < rows; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync((long)i);
                await copy.WriteAsync(1_700_000_000_000_000 + i);
                await copy.WriteAsync(payload);
            }

            await copy.CompleteAsync();
        }

        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
