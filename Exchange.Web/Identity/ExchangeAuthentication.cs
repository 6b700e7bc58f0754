using Exchange.Core.Members;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Exchange.Web.Identity;

/// <summary>Registers who may be whom: a session cookie for people, an API key for programs, and the rule that picks
/// one.</summary>
internal static class ExchangeAuthentication
{
    /// <summary>The scheme that looks at a request and picks one of the others.</summary>
    public const string Scheme = "Exchange";

    /// <summary>Adds both ways to sign in, and authorisation.</summary>
    public static IServiceCollection AddExchangeAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(Sessions.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyVerifier.Scheme, null);
        services.AddSingleton<ApiSignatures>();
        services.AddSingleton<CredentialWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<CredentialWatch>());
        services.AddScoped<CircuitHandler, CircuitCredentials>();
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>Pages are for people: a key must not do there what its scopes forbid, such as deleting keys.</summary>
    private static string SchemeOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") && ApiSignatures.AreIn(context.Request.Headers)
            ? ApiKeyVerifier.Scheme
            : Sessions.Scheme;
}
