using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Privacy;

/// <summary>Registers the Privacy room.</summary>
public static class PrivacyServiceCollectionExtensions
{
    /// <summary>
    /// Adds export, closing, restoring and holds. Needs AddMembers, AddCompliance, AddTrading, AddWallets, AddNotifications and AddAudit.
    /// </summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddErasure();
        services.AddSingleton<TradingFiles>();
        services.AddSingleton<AccountFiles>();
        services.AddSingleton<VerificationFiles>();
        services.AddSingleton<ExportFiles>();
        services.AddSingleton<ClosingEffects>();
        services.AddSingleton(p => new ExportMemberData(
            Contexts(p), p.GetRequiredService<StepUp>(), p.GetRequiredService<MemberMails>(), p.GetRequiredService<IAuditLog>(),
            p.GetRequiredService<ExportFiles>(), Options(p), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new CloseAccount(
            Contexts(p), p.GetRequiredService<SignIn>(), p.GetRequiredService<StepUp>(), p.GetRequiredService<ClosingEffects>(),
            p.GetRequiredService<BalanceQueries>(), p.GetRequiredService<IEngineReadState>(),
            p.GetRequiredService<CancelOrders>(), Options(p)));
        services.AddSingleton(p => new RestoreAccount(
            p.GetRequiredService<StaffActs>(), p.GetRequiredService<Labels>(), p.GetRequiredService<MemberMails>(), Options(p)));
        services.AddSingleton(p => new HoldMember(
            p.GetRequiredService<StaffActs>(), p.GetRequiredService<PermissionChecks>(), Contexts(p)));
        return services;
    }

    /// <summary>
    /// Adds the erasure of what is due, which needs no engine. Needs AddMembers, AddCompliance and AddAudit; finds documents where
    /// <see cref="ComplianceOptions.DocumentDirectory"/> says.
    /// </summary>
    public static IServiceCollection AddErasure(this IServiceCollection services)
    {
        services.AddOptions<PrivacyOptions>().Validate(options => options.IsValid, PrivacyOptions.Rules).ValidateOnStart();
        services.AddSingleton<MemberErasure>();
        services.AddSingleton(p => new EraseMembers(
            Contexts(p), p.GetRequiredService<MemberErasure>(), Options(p), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<EraseMembers>>()));
        return services;
    }

    private static IOptions<PrivacyOptions> Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<PrivacyOptions>>();

    private static IDbContextFactory<ExchangeDbContext> Contexts(IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>();
}
