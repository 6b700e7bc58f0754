using Exchange.Core.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Core.Fairness;

/// <summary>Registers the Fairness room.</summary>
public static class FairnessServiceCollectionExtensions
{
    /// <summary>Adds <see cref="FairnessCheck"/> and the journal it reads, without an engine.</summary>
    public static IServiceCollection AddFairness(this IServiceCollection services)
    {
        services.AddJournalCare();
        services.AddSingleton<FairnessCheck>();
        return services;
    }
}
