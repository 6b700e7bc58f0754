using Exchange.Core.Audit;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Members;

/// <summary>Registers the Members room.</summary>
public static class MembersServiceCollectionExtensions
{
    /// <summary>PBKDF2 rounds with HMAC-SHA512, as OWASP asks.</summary>
    public const int PasswordHashIterations = 210_000;

    /// <summary>
    /// Adds members, sign-in, sessions, API keys and the keys that protect them. Needs AddStorage, AddAudit and AddNotifications.
    /// </summary>
    public static IServiceCollection AddMembers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        AddIdentity(services);
        AddDataProtection(services);

        services.AddSingleton<MemberAccess>();
        services.AddSingleton<IMemberAccess>(provider => provider.GetRequiredService<MemberAccess>());
        services.AddOptions<LevelOptions>().Validate(options => options.IsValid, LevelOptions.Rules).ValidateOnStart();
        services.AddSingleton(provider =>
            LevelRule.TryCreate(provider.GetRequiredService<IOptions<LevelOptions>>().Value, out var rule)
                ? rule
                : throw new OptionsValidationException(LevelOptions.Section, typeof(LevelOptions), [LevelOptions.Rules]));
        services.AddSingleton<Labels>();
        services.AddSingleton<PublicLabels>();
        services.AddSingleton<LevelStatus>();
        services.AddFieldEncryption();
        services.TryAddSingleton<IPhoneCodes, OutboxPhoneCodes>();
        services.AddSingleton<PhoneVerification>();
        services.AddSingleton<Profiles>();
        services.AddSingleton<IReencryption, MemberReencryption>();
        services.AddSingleton<MemberQueries>();
        services.AddOptions<StaffOptions>();
        services.AddSingleton<PermissionChecks>();
        services.AddSingleton<SetQuoteCurrency>();
        services.AddSingleton<SetMemberData>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<StepUp>();
        AddMails(services);
        services.AddSingleton<SignIn>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<ExpiredSessionCleanup>();
        services.AddSingleton<SetupToken>();
        services.AddSingleton<CreateFirstAdmin>();
        services.AddSingleton<ApiKeyQueries>();
        services.AddSingleton<ApiKeySecrets>();
        services.AddSingleton(provider => new ApiKeyVerifier(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(),
            provider.GetRequiredService<ApiKeySecrets>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CreateApiKey(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<StepUp>(),
            provider.GetRequiredService<ApiKeySecrets>(), provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ChangeApiKey>();
        return services;
    }

    /// <summary>What sends members mail; written out because the constructors are this room's own.</summary>
    private static void AddMails(IServiceCollection services)
    {
        services.AddSingleton<EmailTokens>();
        services.AddSingleton<MemberMails>();
        services.AddSingleton(provider => new AddressConfirmation(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<EmailTokens>(),
            provider.GetRequiredService<MemberMails>(), provider.GetRequiredService<MemberAccess>(), provider.GetRequiredService<Labels>(),
            provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SignUp(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<IPasswordHasher<Member>>(),
            provider.GetRequiredService<AddressConfirmation>(), provider.GetRequiredService<MemberMails>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>
    /// Every option that matters is written out: the framework's defaults are not ours, and may change.
    /// </summary>
    private static void AddIdentity(IServiceCollection services)
    {
        services.AddIdentityCore<Member>(options =>
        {
            options.Password.RequiredLength = PasswordPolicy.MinLength;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.Password.RequiredUniqueChars = 1;
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";
            options.Lockout.AllowedForNewUsers = true;
            options.Lockout.MaxFailedAccessAttempts = SignIn.MaxFailures;
            options.Lockout.DefaultLockoutTimeSpan = SignIn.LockoutTime;
            options.SignIn.RequireConfirmedEmail = false;
            options.SignIn.RequireConfirmedAccount = false;
            options.SignIn.RequireConfirmedPhoneNumber = false;
        }).AddPasswordValidator<PasswordPolicy>();
        services.AddScoped<IUserStore<Member>, UserOnlyStore<Member, ExchangeDbContext, long>>();
        services.AddSingleton<IPasswordHasher<Member>, PasswordHasher<Member>>();
        services.Configure<PasswordHasherOptions>(options =>
        {
            options.CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3;
            options.IterationCount = PasswordHashIterations;
        });
    }

    private static void AddDataProtection(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Exchange");
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<ExchangeDbContext>>(
            (options, contexts) => options.XmlRepository = new DataProtectionKeyRepository(contexts));
    }
}
