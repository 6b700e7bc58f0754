using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Privacy;
using Exchange.Core.Storage;
using Exchange.Web.Hosting;

namespace Exchange.Web.Verification;

/// <summary>Registers how members are verified.</summary>
internal static class VerificationServiceCollectionExtensions
{
    private const string DocumentFolder = "documents";

    /// <summary>
    /// Reads what levels ask for, how documents are kept, and how long; adds what members may ask of their data. Needs AddMembers,
    /// AddTrading and AddWallets.
    /// </summary>
    public static IServiceCollection AddVerification(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LevelOptions>().Bind(configuration.GetSection(LevelOptions.Section));
        services.AddOptions<FieldEncryptionOptions>().Bind(configuration.GetSection(FieldEncryptionOptions.Section));
        services.AddOptions<ComplianceOptions>().Bind(configuration.GetSection(ComplianceOptions.Section))
            .PostConfigure<IServiceProvider>((options, provider) =>
            {
                if (options.DocumentDirectory.Length == 0 && provider.GetService<LocalData>() is { } local)
                    options.DocumentDirectory = local.PathOf(DocumentFolder);
            });
        services.AddOptions<KycProviderOptions>().Bind(configuration.GetSection(KycProviderOptions.Section));
        services.AddCompliance();
        services.AddSingleton<UploadReader>();
        services.AddOptions<PrivacyOptions>().Bind(configuration.GetSection(PrivacyOptions.Section));
        services.AddPrivacy();
        return services;
    }
}
