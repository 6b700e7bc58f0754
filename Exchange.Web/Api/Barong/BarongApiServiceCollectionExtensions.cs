using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>Registers the Barong REST API.</summary>
internal static class BarongApiServiceCollectionExtensions
{
    /// <summary>Adds the module to the table of routes. Needs AddPeatioApi and AddIdentityPages.</summary>
    public static IServiceCollection AddBarongApi(this IServiceCollection services)
    {
        services.AddSingleton<ProgramSession>();
        services.AddSingleton(new ApiModule(BarongApiRoutes.Prefix, BarongApiRoutes.Map));
        return services;
    }
}
