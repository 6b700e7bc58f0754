using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Tower;

/// <summary>Registers the Tower room.</summary>
public static class TowerServiceCollectionExtensions
{
    /// <summary>Adds what the staff does. Needs AddMembers, AddEngine, AddMarketData, AddTrading, AddWallets and AddAudit.</summary>
    public static IServiceCollection AddTower(this IServiceCollection services)
    {
        services.AddSingleton<ReadAudit>();
        services.AddSingleton<ChangeSetting>();
        services.AddSingleton<LiveAnnouncements>();
        services.AddSingleton<EditAnnouncements>();
        services.AddSingleton<MemberFile>();
        services.AddSingleton(p => new ShutOutMember(
            p.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), p.GetRequiredService<ChangeMemberState>(),
            p.GetRequiredService<StaffActs>(), p.GetRequiredService<CancelOrders>()));
        services.AddSingleton<ReadMarkets>();
        services.AddSingleton<MarketActs>();
        services.AddSingleton(p => new ChangeMarketState(p.GetRequiredService<MarketActs>(), p.GetRequiredService<IMarketCatalog>()));
        services.AddSingleton(p => new ChangeMarketProtection(p.GetRequiredService<MarketActs>(), p.GetRequiredService<IMarketCatalog>()));
        return services;
    }
}
