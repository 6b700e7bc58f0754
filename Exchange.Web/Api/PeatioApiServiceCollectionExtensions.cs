using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Exchange.Web.Api;

/// <summary>Registers the Peatio REST API.</summary>
internal static class PeatioApiServiceCollectionExtensions
{
    /// <summary>Adds what the endpoints need besides the doors of Core.</summary>
    public static IServiceCollection AddPeatioApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RateLimits>()
            .Bind(configuration.GetSection(RateLimits.Section))
            .Validate(limits => limits.IsValid, "RateLimits: rates and bursts must be 1 to 1,000,000.")
            .ValidateOnStart();
        services.AddSingleton<RequestLimiter>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<IdempotentRequests>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<RouteTable>();
        services.AddSingleton(new ApiModule(PeatioApiRoutes.Prefix, PeatioApiRoutes.Map));
        return services;
    }
}
