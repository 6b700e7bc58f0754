using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Core.MarketData;

/// <summary>Registers the MarketData room.</summary>
public static class MarketDataServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IMarketData"/> and <see cref="ILiveCandles"/> with the follower that keeps them.
    /// </summary>
    public static IServiceCollection AddMarketData(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IMarketHistory, TableMarketHistory>();
        services.AddSingleton<LiveMarketData>();
        services.AddSingleton<IMarketData>(provider => provider.GetRequiredService<LiveMarketData>());
        services.AddSingleton<ILiveCandles>(provider => provider.GetRequiredService<LiveMarketData>());
        services.AddHostedService<MarketDataFollower>();
        return services;
    }
}
