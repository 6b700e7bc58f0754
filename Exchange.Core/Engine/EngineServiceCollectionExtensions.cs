using Exchange.Core.Markets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Core.Engine;

/// <summary>Registers the Engine room.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>Adds the engine, its journal, its read state and its event stream to this process.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<MarketCatalog>();
        services.AddSingleton<IMarketCatalog>(s => s.GetRequiredService<MarketCatalog>());
        services.AddSingleton<EngineInstruments>();
        services.AddSingleton<EventHub>();
        services.AddSingleton<IEventStream>(s => s.GetRequiredService<EventHub>());
        services.AddSingleton<EngineReadState>();
        services.AddSingleton<IEngineReadState>(s => s.GetRequiredService<EngineReadState>());
        services.AddJournalVerification();
        services.AddSingleton<EngineRecovery>();
        services.AddSingleton<Committer>();
        services.AddSingleton<EngineHost>();
        services.AddSingleton<IEngine>(s => s.GetRequiredService<EngineHost>());
        services.AddSingleton<ISnapshotRequests>(s => s.GetRequiredService<EngineHost>());
        services.AddHostedService(s => s.GetRequiredService<EngineHost>());
        return services;
    }

    /// <summary>Adds <see cref="JournalVerification"/> and what it reads, without an engine.</summary>
    public static IServiceCollection AddJournalVerification(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IJournal, PostgresJournal>();
        services.TryAddSingleton<SnapshotStore>();
        services.TryAddSingleton(s =>
            new JournalVerification(s.GetRequiredService<IJournal>(), s.GetRequiredService<SnapshotStore>()));
        return services;
    }
}
