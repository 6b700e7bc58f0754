using Exchange.Core.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Projections;

/// <summary>Registers the Projections room.</summary>
public static class ProjectionsServiceCollectionExtensions
{
    /// <summary>Adds the projector that fills the tables.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services)
    {
        services.AddProjectionProgress();
        services.AddSingleton<ProjectionWriter>();
        services.AddSingleton<TableProjector>();
        services.AddSingleton<IProjection>(s => s.GetRequiredService<TableProjector>());
        services.AddHostedService(s => s.GetRequiredService<TableProjector>());
        services.AddSingleton<RebuildTables>();
        return services;
    }

    /// <summary>Adds what tells how far the tables are, without a projector.</summary>
    public static IServiceCollection AddProjectionProgress(this IServiceCollection services) =>
        services.AddSingleton<IProjectionProgress, ProjectionProgress>();
}
