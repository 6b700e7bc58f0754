using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Storage;

/// <summary>Registers the Storage room.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds the context factory and a scoped context for one PostgreSQL database.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(new DatabaseConnectionString(connectionString));
        services.AddDbContextFactory<ExchangeDbContext>(options => options.UseNpgsql(connectionString));
        services.AddSingleton<DatabaseSetup>();
        return services;
    }
}

/// <summary>Where the database is. A type of its own so that no one logs it by accident: its text is hidden.</summary>
public sealed class DatabaseConnectionString(string value)
{
    /// <summary>The connection string, secrets included.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
