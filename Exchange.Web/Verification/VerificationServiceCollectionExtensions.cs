using Exchange.Core.Members;

namespace Exchange.Web.Verification;

/// <summary>Registers how members are verified.</summary>
internal static class VerificationServiceCollectionExtensions
{
    /// <summary>Reads what levels ask for and are needed for. Needs AddMembers.</summary>
    public static IServiceCollection AddVerification(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LevelOptions>().Bind(configuration.GetSection(LevelOptions.Section));
        return services;
    }
}
