using Exchange.Core.Audit;
using Exchange.Core.Notifications;
using Exchange.Core.Settings;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
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
        services.AddSettings();
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
        services.AddSingleton<SetQuoteCurrency>();
        services.AddSingleton<SetMemberData>();
        AddMails(services);
        AddSecondFactors(services);
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
        AddStaff(services);
        return services;
    }

    /// <summary>Passwords and addresses; written out because the constructors take what is this room's own.</summary>
    private static void AddMails(IServiceCollection services)
    {
        services.AddSingleton<EmailTokens>();
        services.AddSingleton<MemberMails>();
        services.AddSingleton<MemberEvents>();
        services.AddSingleton<PasswordGuesses>();
        services.AddSingleton<DeviceAlerts>();
        services.AddSingleton<NewPassword>();
        services.AddSingleton<SetMailSettings>();
        Add(services, p => new AddressConfirmation(
            Contexts(p), p.Of<EmailTokens>(), p.Of<MemberMails>(), p.Of<MemberEvents>(), p.Of<Labels>(), p.Of<MemberAccess>(),
            p.Of<IAuditLog>(), p.Of<TimeProvider>()));
        Add(services, p => new SignUp(
            Contexts(p), p.Of<IPasswordHasher<Member>>(), p.Of<AddressConfirmation>(), p.Of<MemberMails>(), p.Of<MemberEvents>(),
            p.Of<RuntimeSettings>(), p.Of<TimeProvider>()));
        Add(services, p => new SignIn(
            Contexts(p), p.Of<IPasswordHasher<Member>>(), p.Of<PasswordGuesses>(), p.Of<SecondFactors>(), p.Of<SignInTickets>(),
            p.Of<DeviceAlerts>(), p.Of<MemberEvents>(), p.Of<TimeProvider>()));
        Add(services, p => new ChangePassword(
            Contexts(p), p.Of<SignIn>(), p.Of<StepUp>(), p.Of<MemberEvents>(), p.Of<NewPassword>(), p.Of<IAuditLog>(),
            p.Of<TimeProvider>()));
        Add(services, p => new PasswordReset(
            Contexts(p), p.Of<EmailTokens>(), p.Of<MemberMails>(), p.Of<AddressConfirmation>(), p.Of<MemberEvents>(), p.Of<NewPassword>(),
            p.Of<IAuditLog>(),
            p.Of<TimeProvider>()));
        Add(services, p => new ChangeEmail(
            Contexts(p), p.Of<StepUp>(), p.Of<EmailTokens>(), p.Of<MemberMails>(), p.Of<NewPassword>(), p.Of<IAuditLog>(),
            p.Of<TimeProvider>()));
    }

    private static void AddSecondFactors(IServiceCollection services)
    {
        services.AddSingleton<SignInTickets>();
        services.AddSingleton<SecondFactors>();
        AddPasskeys(services);
        services.AddSingleton<FactorChange>();
        Add(services, p => new RecoveryCodes(Contexts(p), p.Of<MemberMails>(), p.Of<TimeProvider>()));
        Add(services, p => new StepUp(Contexts(p), p.Of<SignIn>(), p.Of<SecondFactors>(), p.Of<TimeProvider>()));
        Add(services, p => new EnableSecondFactor(
            Contexts(p), p.Of<StepUp>(), p.Of<SecondFactors>(), p.Of<FactorChange>(), p.Of<IOptions<SiteOptions>>(), p.Of<TimeProvider>()));
        Add(services, p => new DisableSecondFactor(Contexts(p), p.Of<StepUp>(), p.Of<FactorChange>()));
        Add(services, p => new MakeRecoveryCodes(Contexts(p), p.Of<StepUp>(), p.Of<FactorChange>()));
        Add(services, p => new VerifySecondFactor(Contexts(p), p.Of<SecondFactors>(), p.Of<TimeProvider>()));
        Add(services, p => new FreezeAccount(
            Contexts(p), p.Of<NewPassword>(), p.Of<MemberMails>(), p.Of<IAuditLog>(), p.Of<TimeProvider>()));
    }

    private static void AddPasskeys(IServiceCollection services)
    {
        services.AddOptions<PasskeyOptions>().Validate(options => options.IsValid, PasskeyOptions.Rules).ValidateOnStart();
        services.AddSingleton<PasskeySite>();
        services.AddScoped<IPasskeyHandler<Member>, PasskeyHandler<Member>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PasskeySite>((options, site) =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
            options.AuthenticatorTimeout = PasskeyCeremonies.Lifetime;
            options.ChallengeSize = PasskeyCeremonies.ChallengeBytes;
            options.ServerDomain = site.RelyingPartyId;
            options.ValidateOrigin = asked =>
                ValueTask.FromResult(site.Allows(asked.Origin) && asked is { CrossOrigin: false, TopOrigin: null });
        });
        services.AddSingleton<PasskeyCeremonies>();
        Add(services, p => new Passkeys(
            Contexts(p), p.Of<PasskeyCeremonies>(), p.Of<PasskeySite>(), p.Of<StepUp>(), p.Of<FactorChange>(), p.Of<TimeProvider>()));
    }

    private static void Add<T>(IServiceCollection services, Func<IServiceProvider, T> make) where T : class =>
        services.AddSingleton(make);

    private static T Of<T>(this IServiceProvider provider) where T : notnull => provider.GetRequiredService<T>();

    private static IDbContextFactory<ExchangeDbContext> Contexts(IServiceProvider provider) =>
        provider.Of<IDbContextFactory<ExchangeDbContext>>();

    private static void AddStaff(IServiceCollection services)
    {
        services.AddOptions<StaffOptions>();
        services.AddSingleton<PermissionChecks>();
        services.AddSingleton<StaffActs>();
        services.AddSingleton<MemberDirectory>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton(provider => new ChangeMemberRole(provider.GetRequiredService<StaffActs>()));
        services.AddSingleton(provider => new ChangeMemberState(provider.GetRequiredService<StaffActs>()));
        services.AddSingleton(provider => new EndMemberSessions(provider.GetRequiredService<StaffActs>()));
        services.AddSingleton(p => new RemoveSecondFactor(p.Of<StaffActs>(), p.Of<FactorChange>()));
        services.AddSingleton(provider => new EditPermissions(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<PermissionChecks>(),
            provider.GetRequiredService<StaffActs>()));
        services.AddSingleton(provider => new EditLabels(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<PermissionChecks>(),
            provider.GetRequiredService<StaffActs>(), provider.GetRequiredService<Labels>()));
        services.AddSingleton(provider => new MemberNotes(
            provider.GetRequiredService<IDbContextFactory<ExchangeDbContext>>(), provider.GetRequiredService<PermissionChecks>(),
            provider.GetRequiredService<StaffActs>()));
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
            options.Lockout.MaxFailedAccessAttempts = PasswordGuesses.Round;
            options.Lockout.DefaultLockoutTimeSpan = PasswordGuesses.Locks[^1];
            options.SignIn.RequireConfirmedEmail = false;
            options.SignIn.RequireConfirmedAccount = false;
            options.SignIn.RequireConfirmedPhoneNumber = false;
        }).AddPasswordValidator<PasswordPolicy>();
        services.AddScoped<IUserStore<Member>, MemberStore>();
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
