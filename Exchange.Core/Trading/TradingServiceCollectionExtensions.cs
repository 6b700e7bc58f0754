using Exchange.Core.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Trading;

/// <summary>Registers the Trading room.</summary>
public static class TradingServiceCollectionExtensions
{
    /// <summary>Adds placing, amending, canceling and looking up orders and trades. Freezing needs AddMembers and AddAudit.</summary>
    public static IServiceCollection AddTrading(this IServiceCollection services)
    {
        services.AddSingleton<PlaceOrder>();
        services.AddSingleton<PlaceOrdersTogether>();
        services.AddSingleton<PlaceOneCancelsOther>();
        services.AddSingleton<AmendOrder>();
        services.AddSingleton<CancelOrders>();
        services.AddSingleton<CancelOrdersTogether>();
        services.AddSingleton<CancelOrdersOfShutOut>();
        services.AddSingleton(p => new FreezeOwnAccount(
            p.GetRequiredService<FreezeAccount>(), p.GetRequiredService<MemberAccess>(), p.GetRequiredService<CancelOrdersOfShutOut>()));
        services.AddSingleton<SetCancelTimer>();
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<TradeQueries>();
        return services;
    }
}
