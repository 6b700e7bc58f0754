using Exchange.Core.Markets;
using Exchange.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        services.AddJournalCare().AddSnapshotMaker();
        services.AddSingleton<EngineRecovery>();
        services.AddSingleton<Committer>();
        services.AddSingleton<EngineHost>();
        services.AddSingleton<IEngine>(s => s.GetRequiredService<EngineHost>());
        services.AddHostedService(s => s.GetRequiredService<EngineHost>());
        return services;
    }

    /// <summary>Adds what makes snapshots, beside <see cref="AddJournalCare"/>; needs an <see
    /// cref="IProjectionProgress"/>, no engine.</summary>
    public static IServiceCollection AddSnapshotMaker(this IServiceCollection services)
    {
        services.TryAddSingleton<ISnapshotRequests, SnapshotMaker>();
        return services;
    }

    /// <summary>Adds what reads, archives and verifies the journal, without an engine.</summary>
    public static IServiceCollection AddJournalCare(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions<JournalOptions>()
            .Configure<IServiceProvider>((options, s) => s.GetService<IConfiguration>()?.GetSection(JournalOptions.Section).Bind(options))
            .Validate(options => options.IsValid, JournalOptions.Rules).ValidateOnStart();
        services.TryAddSingleton<SegmentFiles>();
        services.TryAddSingleton<IJournal, PostgresJournal>();
        services.TryAddSingleton<ISnapshotStore, SnapshotStore>();
        services.TryAddSingleton<SnapshotLoader>();
        services.TryAddSingleton<VerifiedPointStore>();
        services.TryAddSingleton(s => new JournalVerification(
            s.GetRequiredService<IJournal>(), s.GetRequiredService<ISnapshotStore>(), s.GetRequiredService<VerifiedPointStore>()));
        services.TryAddSingleton(s => new JournalArchive(
            s.GetRequiredService<DatabaseConnectionString>(), s.GetRequiredService<SegmentFiles>(),
            s.GetRequiredService<IOptions<JournalOptions>>(), s.GetRequiredService<ILogger<JournalArchive>>()));
        return services;
    }
}
