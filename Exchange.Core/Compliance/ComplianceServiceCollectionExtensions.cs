using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>Registers the Compliance room.</summary>
public static class ComplianceServiceCollectionExtensions
{
    /// <summary>Adds documents, companies and their review. Needs AddStorage, AddAudit, AddNotifications and AddMembers.</summary>
    public static IServiceCollection AddCompliance(this IServiceCollection services)
    {
        services.AddOptions<ComplianceOptions>().Validate(options => options.IsValid, ComplianceOptions.Rules).ValidateOnStart();
        services.TryAddSingleton<IDocumentStore, DiskDocumentStore>();
        services.AddSingleton<ClamdScan>();
        services.AddSingleton<NoVirusScan>();
        services.TryAddSingleton<IVirusScan>(provider =>
            provider.GetRequiredService<IOptions<ComplianceOptions>>().Value.ClamdHost.Length > 0
                ? provider.GetRequiredService<ClamdScan>()
                : provider.GetRequiredService<NoVirusScan>());
        services.AddSingleton<Submissions>();
        services.AddSingleton<UploadRecords>();
        services.AddSingleton<ReviewSubjects>();
        services.AddSingleton<ItemDecisions>();
        services.AddSingleton<DocumentVault>();
        services.AddSingleton<IReencryption>(provider => provider.GetRequiredService<DocumentVault>());
        services.AddSingleton<ReviewNotices>();
        services.AddSingleton<ReviewDesk>();
        AddForMembers(services);
        AddForReviewers(services);
        ProviderServices.Add(services);
        return services;
    }

    private static void AddForMembers(IServiceCollection services)
    {
        services.AddSingleton(p => new SubmitProfile(
            Contexts(p), p.GetRequiredService<Profiles>(), p.GetRequiredService<Submissions>(), p.GetRequiredService<MemberAccess>()));
        services.AddSingleton(p => new Companies(
            Contexts(p), p.GetRequiredService<FieldCipher>(), p.GetRequiredService<Submissions>(), p.GetRequiredService<MemberAccess>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new UploadDocument(
            Contexts(p), p.GetRequiredService<DocumentVault>(), p.GetRequiredService<IVirusScan>(),
            p.GetRequiredService<UploadRecords>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new UploadLinks(
            Contexts(p), p.GetRequiredService<FieldCipher>(), p.GetRequiredService<UploadDocument>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new DocumentQueries(Contexts(p), p.GetRequiredService<ReviewSubjects>()));
    }

    private static void AddForReviewers(IServiceCollection services)
    {
        services.AddSingleton(p => new ReviewQueue(
            Contexts(p), p.GetRequiredService<PermissionChecks>(), p.GetRequiredService<ReviewSubjects>(),
            p.GetRequiredService<IOptions<ComplianceOptions>>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ClaimReview(p.GetRequiredService<ReviewDesk>()));
        services.AddSingleton(p => new ApproveItem(
            p.GetRequiredService<ReviewDesk>(), p.GetRequiredService<ItemDecisions>(), p.GetRequiredService<PermissionChecks>()));
        services.AddSingleton(p => new RejectItem(p.GetRequiredService<ReviewDesk>(), p.GetRequiredService<ItemDecisions>()));
        services.AddSingleton(p => new RequestMore(p.GetRequiredService<ReviewDesk>()));
        services.AddSingleton(p => new ReadDocument(
            Contexts(p), p.GetRequiredService<PermissionChecks>(), p.GetRequiredService<DocumentVault>(),
            p.GetRequiredService<IAuditLog>()));
        services.AddSingleton(p => new RevealProfile(
            Contexts(p), p.GetRequiredService<PermissionChecks>(), p.GetRequiredService<ReviewSubjects>(),
            p.GetRequiredService<Profiles>(),
            p.GetRequiredService<Companies>(), p.GetRequiredService<PhoneVerification>(), p.GetRequiredService<IAuditLog>()));
    }

    private static IDbContextFactory<ExchangeDbContext> Contexts(IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>();
}
