using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Core.Trading;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Tower;

/// <summary>Registers the Tower room.</summary>
public static class TowerServiceCollectionExtensions
{
    /// <summary>Adds what the staff does. Needs AddMembers, AddEngine, AddMarketData, AddTrading, AddWallets and AddAudit, and for
    /// cases AddScreening.</summary>
    public static IServiceCollection AddTower(this IServiceCollection services)
    {
        services.AddSingleton<ReadAudit>();
        services.AddSingleton<ChangeSetting>();
        services.AddSingleton<LiveAnnouncements>();
        services.AddSingleton<EditAnnouncements>();
        services.AddSingleton<MemberFile>();
        services.AddSingleton(p => new ShutOutMember(
            p.GetRequiredService<ChangeMemberState>(), p.GetRequiredService<StaffActs>(), p.GetRequiredService<CancelOrdersOfShutOut>()));
        services.AddSingleton(p => new ConcludeCase(p.GetRequiredService<DecideCase>(), p.GetRequiredService<ShutOutMember>()));
        services.AddHostedService<FinishShutOuts>();
        services.AddSingleton<ReadMarkets>();
        services.AddSingleton<MarketActs>();
        services.AddSingleton(p => new ChangeMarketState(p.GetRequiredService<MarketActs>(), p.GetRequiredService<IMarketCatalog>()));
        services.AddSingleton(p => new ChangeMarketProtection(p.GetRequiredService<MarketActs>(), p.GetRequiredService<IMarketCatalog>()));
        return services;
    }
}
