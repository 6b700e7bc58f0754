using Npgsql;

namespace Exchange.Bench;

/// <summary>The private PostgreSQL of an exchange under test, for work beside it.</summary>
internal sealed record LocalDatabase(string Data)
{
    public string Socket => Path.Combine(Data, "postgres", "socket");

    public string Password => File.ReadAllText(Path.Combine(Data, "postgres", "password")).Trim();

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Socket,
        Username = "exchange",
        Password = Password,
        Database = "exchange",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Seconds of processor time by what the server's processes do: the journal, the projector, the rest.</summary>
    public async Task<Dictionary<string, double>> ProcessorSecondsAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select pid, case when application_name like 'exchange %' then substr(application_name, 10) else 'the rest' end
            from pg_stat_activity
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var seconds = new Dictionary<string, double>();
        while (await reader.ReadAsync())
            seconds[reader.GetString(1)] = seconds.GetValueOrDefault(reader.GetString(1)) + ProcessorTime.Of(reader.GetInt32(0));
        return seconds;
    }

    /// <summary>
    /// Writes segments of the write-ahead log full and frees them for use again, as on a server that has run for some time. A new
    /// segment is filled with zeros while the commit that needs it waits, and all others behind it.
    /// </summary>
    public async Task RecycleSegmentsAsync(int segments)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select pg_switch_wal() from pg_logical_emit_message(false, 'bench', 'a record')", connection);
        for (var i = 0; i < segments; i++) await command.ExecuteNonQueryAsync();
        // What lies before a checkpoint is free.
        command.CommandText = "checkpoint";
        await command.ExecuteNonQueryAsync();
    }
}
