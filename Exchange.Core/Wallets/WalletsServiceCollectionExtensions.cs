using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Wallets;

/// <summary>Registers the Wallets room.</summary>
public static class WalletsServiceCollectionExtensions
{
    /// <summary>Adds balances with their values, ledger history and its export.</summary>
    public static IServiceCollection AddWallets(this IServiceCollection services)
    {
        services.AddSingleton<Valuation>();
        services.AddSingleton<BalanceQueries>();
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<LedgerExport>();
        return services;
    }
}
