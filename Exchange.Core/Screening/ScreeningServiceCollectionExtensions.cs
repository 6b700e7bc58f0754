using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>Registers the Screening room.</summary>
public static class ScreeningServiceCollectionExtensions
{
    /// <summary>Adds lists, their comparison with members, and cases. Needs AddStorage, AddAudit, AddMembers and AddCompliance.</summary>
    public static IServiceCollection AddScreening(this IServiceCollection services)
    {
        services.AddOptions<ScreeningOptions>().Validate(options => options.IsValid, ScreeningOptions.Rules).ValidateOnStart();
        services.AddSingleton<CurrentLists>();
        services.AddSingleton<ScreeningSubjects>();
        services.AddSingleton<RiskRules>();
        services.TryAddSingleton<IScreeningProvider, HttpScreeningProvider>();
        services.AddSingleton<ProviderScreening>();
        services.AddSingleton<DueMembers>();
        services.AddSingleton<IScreeningStanding, MemberScreeningStanding>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<ListQueries>();
        services.AddSingleton<RiskQueries>();
        services.AddSingleton(p => new LoadList(
            Contexts(p), p.GetRequiredService<PermissionChecks>(), p.GetRequiredService<IAuditLog>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ScreenMembers(
            Contexts(p), p.GetRequiredService<CurrentLists>(), p.GetRequiredService<ScreeningSubjects>(),
            p.GetRequiredService<ProviderScreening>(), p.GetRequiredService<DueMembers>(), p.GetRequiredService<RiskRules>(),
            p.GetRequiredService<IAuditLog>(), p.GetRequiredService<IOptions<ScreeningOptions>>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ScreenMembers>>()));
        services.AddSingleton(p => new CaseQueue(
            Contexts(p), p.GetRequiredService<PermissionChecks>(), p.GetRequiredService<ScreeningSubjects>(),
            p.GetRequiredService<IAuditLog>()));
        services.AddSingleton(p => new AskProviderAgain(p.GetRequiredService<StaffActs>()));
        services.AddSingleton(p => new WorkOnCase(p.GetRequiredService<CaseDesk>()));
        services.AddSingleton<DecideCase>();
        return services;
    }

    private static IDbContextFactory<ExchangeDbContext> Contexts(IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>();
}
