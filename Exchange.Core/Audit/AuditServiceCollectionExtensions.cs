using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Core.Audit;

/// <summary>Registers the Audit room.</summary>
public static class AuditServiceCollectionExtensions
{
    /// <summary>Adds the audit log.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<AuditQueries>();
        return services;
    }
}
