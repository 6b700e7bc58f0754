using Exchange.Core.Members;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Identity;

/// <summary>Registers sign-in, sign-up, setup and sign-out.</summary>
internal static class IdentityPages
{
    /// <summary>The cookie half of the proof that a form is ours.</summary>
    public const string AntiforgeryCookie = "exchange-antiforgery";

    /// <summary>Adds what the pages need.</summary>
    public static IServiceCollection AddIdentityPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IdentityLimits>().Bind(configuration.GetSection(IdentityLimits.Section))
            .Configure(limits => limits.Enabled = configuration.GetValue(IdentityLimits.EnabledKey, true))
            .Validate(limits => limits.IsValid, $"{IdentityLimits.Section}: counts and windows must be positive.")
            .ValidateOnStart();
        services.AddSingleton<IdentityLimiter>();
        services.AddSingleton<IdentityGuard>();
        services.AddOptions<CaptchaOptions>().Bind(configuration.GetSection(CaptchaOptions.Section))
            .Validate(captcha => captcha.IsValid, $"{CaptchaOptions.Section}: Type is proof_of_work or none, Difficulty 1 to 24.")
            .ValidateOnStart();
        services.AddSingleton<ICaptcha>(provider => provider.GetRequiredService<IOptions<CaptchaOptions>>().Value.Type == NoCaptcha.Name
            ? new NoCaptcha()
            : ActivatorUtilities.CreateInstance<ProofOfWorkCaptcha>(provider));
        services.AddOptions<PasskeyOptions>().Bind(configuration.GetSection(PasskeyOptions.Section));
        services.AddSingleton<BrowserSession>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = AntiforgeryCookie;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddSingleton<SetupInvitation>();
        services.AddHostedService(provider => provider.GetRequiredService<SetupInvitation>());
        return services;
    }

    /// <summary>Maps the one form target that has no page.</summary>
    public static void MapIdentityPages(this IEndpointRouteBuilder routes) =>
        routes.MapPost(SignInLink.SignOut, SignOutAsync);

    /// <summary>Whose session has ended already need not prove anything to be rid of the cookie.</summary>
    private static async Task<IResult> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, BrowserSession browser)
    {
        if (MemberClaims.MemberIdOf(context.User) is not null && !await antiforgery.IsRequestValidAsync(context))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        await browser.EndAsync(context);
        context.Response.Headers.Location = LocalReturn.Home;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
