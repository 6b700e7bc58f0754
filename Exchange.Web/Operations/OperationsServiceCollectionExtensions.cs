namespace Exchange.Web.Operations;

/// <summary>Registers what an operator looks at: logs, health and metrics.</summary>
internal static class OperationsServiceCollectionExtensions
{
    /// <summary>One JSON record per line, or lines for people in Development.</summary>
    public static void AddExchangeLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
    }

    /// <summary>Register before the services whose meters are to be heard from their first moment.</summary>
    public static void AddExchangeOperations(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<ReadinessCheck>();
        services.AddSingleton<MetricsCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsCollector>());
    }

    public static void MapExchangeOperations(this WebApplication app)
    {
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
    }
}
