using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Exchange.Tests.Support;

/// <summary>
/// A fresh, empty database for a test class: <c>class T(PostgresFixture database) :
/// IClassFixture&lt;PostgresFixture&gt;</c>. More of them by <see cref="CreateDatabaseAsync"/>; tables by <see
/// cref="CreateTablesAsync"/>.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static int _databases;
    private readonly List<string> _created = [];

    /// <summary>Where this class's database is.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <inheritdoc/>
    public async Task InitializeAsync() => ConnectionString = await CreateDatabaseAsync();

    /// <summary>Makes one more empty database and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(cluster.ConnectionStringFor("postgres"), $"CREATE DATABASE {name} TEMPLATE template0");
        lock (_created) _created.Add(name);
        return cluster.ConnectionStringFor(name);
    }

    /// <summary>
    /// Makes every table of the model in this class's database, when they are not there, and gives contexts for it.
    /// </summary>
    public async Task<IDbContextFactory<ExchangeDbContext>> CreateTablesAsync()
    {
        var contexts = new Contexts(ConnectionString);
        await using var db = contexts.CreateDbContext();
        await db.Database.EnsureCreatedAsync();
        return contexts;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        foreach (var name in _created)
            await ExecuteAsync(cluster.ConnectionStringFor("postgres"), $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Contexts(string connectionString) : IDbContextFactory<ExchangeDbContext>
    {
        private readonly DbContextOptions<ExchangeDbContext> _options =
            new DbContextOptionsBuilder<ExchangeDbContext>().UseNpgsql(connectionString).Options;

        public ExchangeDbContext CreateDbContext() => new(_options);
    }
}
