using Exchange.Core.Members;
using Exchange.Core.Screening;

namespace Exchange.Web.Tower;

/// <summary>Registers the pages of Tower.</summary>
internal static class TowerServices
{
    /// <summary>Whether permissions count only in a session that showed a second factor: yes, except in Development.</summary>
    public const string SecondFactorKey = "Tower:RequireSecondFactor";

    /// <summary>Adds what the pages need.</summary>
    public static IServiceCollection AddTowerPages(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.Configure<StaffOptions>(options =>
            options.RequiresSecondFactor = configuration.GetValue(SecondFactorKey, !environment.IsDevelopment()));
        services.AddOptions<ScreeningOptions>().Bind(configuration.GetSection(ScreeningOptions.Section));
        services.AddScreening();
        services.AddSingleton<HealthTiles>();
        return services;
    }

    /// <summary>Maps what is no page.</summary>
    public static void MapTower(this IEndpointRouteBuilder routes)
    {
        AuditExport.Map(routes);
        DocumentFiles.Map(routes);
    }
}
