using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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

    /// <summary>Adds the encryption of columns and files. Needs data protection, which the Members room brings.</summary>
    public static IServiceCollection AddFieldEncryption(this IServiceCollection services)
    {
        services.AddOptions<FieldEncryptionOptions>().Validate(options => options.IsValid, FieldEncryptionOptions.Rules).ValidateOnStart();
        services.TryAddSingleton<FieldKeyRing>();
        services.TryAddSingleton(provider => new FieldCipher(provider.GetRequiredService<FieldKeyRing>()));
        services.TryAddSingleton(provider => new FieldKeyRotation(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<FieldKeyRing>(),
            provider.GetServices<IReencryption>(), provider.GetRequiredService<TimeProvider>()));
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
