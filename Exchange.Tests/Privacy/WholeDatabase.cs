using System.Text;
using Exchange.Core.Storage;
using Exchange.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Exchange.Tests.Privacy;

/// <summary>Every row of every table as text, bytes as hexadecimal digits.</summary>
internal sealed class WholeDatabase
{
    private readonly Dictionary<string, IReadOnlyList<string>> _rows = [];

    /// <summary>Reads it all.</summary>
    /// <param name="world">Whose.</param>
    /// <param name="where">Which rows of a table, as SQL; null for all.</param>
    public static async Task<WholeDatabase> ReadAsync(AccessWorld world, Func<string, string?>? where = null)
    {
        var all = new WholeDatabase();
        await using var connection = new NpgsqlConnection(world.Get<DatabaseConnectionString>().Value);
        await connection.OpenAsync();
        var tables = await ListAsync(connection, "select tablename from pg_tables where schemaname = 'public' order by 1");
        foreach (var table in tables)
            all._rows[table] = await ListAsync(
                connection, $"select row_to_json(t)::text from \"{table}\" t where {where?.Invoke(table) ?? "true"} order by 1");
        return all;
    }

    public IEnumerable<string> Tables => _rows.Keys;

    public IReadOnlyList<string> Rows(string table) => _rows[table];

    /// <summary>The tables with a text in them, whatever the case, in letters or as bytes.</summary>
    public IReadOnlyList<string> TablesWith(string text)
    {
        var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        return
        [
            .. _rows.Where(t => t.Value.Any(row => row.Contains(text, StringComparison.OrdinalIgnoreCase)
                || row.Contains(bytes, StringComparison.OrdinalIgnoreCase))).Select(t => t.Key),
        ];
    }

    /// <summary>The tables that differ.</summary>
    public IReadOnlyList<string> DifferencesFrom(WholeDatabase other) =>
        [.. Tables.Where(table => !_rows[table].SequenceEqual(other._rows[table]))];

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync()) list.Add(reader.GetString(0));
        return list;
    }
}
