using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Trading;

/// <summary>Registers the Trading room.</summary>
public static class TradingServiceCollectionExtensions
{
    /// <summary>Adds placing, canceling and looking up orders and trades.</summary>
    public static IServiceCollection AddTrading(this IServiceCollection services)
    {
        services.AddSingleton<PlaceOrder>();
        services.AddSingleton<CancelOrders>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<TradeQueries>();
        return services;
    }
}
