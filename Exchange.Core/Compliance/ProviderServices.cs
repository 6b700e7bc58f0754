using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>Registers what has to do with a provider. Without one, nothing of it does anything.</summary>
internal static class ProviderServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<KycProviderOptions>()
            .PostConfigure<IServiceProvider>((options, provider) =>
                options.AllowsLoopback = provider.GetService<IHostEnvironment>()?.IsDevelopment() == true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<KycProviderOptions>, ProviderOptionsCheck>();
        services.TryAddSingleton<IScreeningStanding, NoScreening>();
        services.AddSingleton<ProviderSecrets>();
        services.AddSingleton<IReencryption>(provider => provider.GetRequiredService<ProviderSecrets>());
        services.AddSingleton<ProviderChecks>();
        services.AddSingleton<ProviderErasures>();
        services.AddSingleton<ProviderClient>();
        services.TryAddSingleton<IVerificationProvider, HttpVerificationProvider>();
        services.AddSingleton<IOutboxTransport, ProviderTransport>();
        services.AddSingleton<ProviderPolicy>();
        services.AddSingleton(p => new ProviderConsents(
            Contexts(p), p.GetRequiredService<Submissions>(), p.GetRequiredService<ProviderChecks>(),
            p.GetRequiredService<ProviderSecrets>(), p.GetRequiredService<IAuditLog>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new SendToProvider(p.GetRequiredService<ReviewDesk>(), p.GetRequiredService<ProviderChecks>()));
        services.AddSingleton(p => new ProviderQueries(
            Contexts(p), p.GetRequiredService<PermissionChecks>(), p.GetRequiredService<ProviderChecks>(),
            p.GetRequiredService<ProviderSecrets>()));
        services.AddSingleton(p => new ReceiveVerdict(
            Contexts(p), p.GetRequiredService<IOptions<KycProviderOptions>>(), p.GetRequiredService<Submissions>(),
            p.GetRequiredService<ProviderPolicy>(), p.GetRequiredService<ProviderSecrets>(), p.GetRequiredService<MemberAccess>(),
            p.GetRequiredService<IAuditLog>(), p.GetRequiredService<TimeProvider>()));
    }

    private static IDbContextFactory<ExchangeDbContext> Contexts(IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>();
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class ProviderOptionsCheck(IOptions<ComplianceOptions> compliance) : IValidateOptions<KycProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, KycProviderOptions options) =>
        (options.Problem() ?? PlaceProblem(options)) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    /// <summary>A process that cannot read pictures must not take the checks from one that can.</summary>
    private string? PlaceProblem(KycProviderOptions options) =>
        options is { IsOn: true, SendsDocuments: true } && compliance.Value.DocumentDirectory.Length == 0
            ? $"{ComplianceOptions.Section}:DocumentDirectory must be set: its files go to the provider."
            : null;
}
