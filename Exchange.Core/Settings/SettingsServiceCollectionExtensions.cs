using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Core.Settings;

/// <summary>Registers the Settings room.</summary>
public static class SettingsServiceCollectionExtensions
{
    /// <summary>Adds the settings of the running exchange. Needs AddStorage.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RuntimeSettings>();
        return services;
    }
}
