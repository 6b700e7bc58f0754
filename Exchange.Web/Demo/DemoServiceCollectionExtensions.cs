using Exchange.Web.Api;

namespace Exchange.Web.Demo;

/// <summary>Registers the demonstration.</summary>
internal static class DemoServiceCollectionExtensions
{
    /// <summary>Call after everything else that is hosted: the demo starts last and stops first.</summary>
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        var options = DemoOptions.Read(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IDemoStatus>(options);
        builder.Services.AddSingleton<DemoCredentials>();
        if (!options.Enabled) return;
        builder.Services.AddSingleton<DemoMembers>();
        builder.Services.AddSingleton<DemoContent>();
        builder.Services.AddDemoFaucet();
        builder.Services.AddHostedService<DemoHost>();
    }

    /// <summary>Adds test money and its part of the API.</summary>
    public static IServiceCollection AddDemoFaucet(this IServiceCollection services) => services.AddSingleton<DemoFaucet>()
        .AddSingleton(new ApiModule(DemoFaucetEndpoint.Prefix, DemoFaucetEndpoint.Map));
}
