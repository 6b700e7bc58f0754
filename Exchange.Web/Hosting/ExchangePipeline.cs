using Exchange.Web.Account;
using Exchange.Web.Api;
using Exchange.Web.Feeds;
using Exchange.Web.Identity;
using Exchange.Web.Layout;
using Exchange.Web.Operations;
using Exchange.Web.Tower;
using Exchange.Web.Verification;
using Exchange.Web.Wallets;

namespace Exchange.Web.Hosting;

/// <summary>
/// The way of every request, in order. Tests of who may call what build the same, so nothing is mapped that they do not see.
/// </summary>
internal static class ExchangePipeline
{
    public static void UseExchange(this WebApplication app)
    {
        app.UseStoppingRefusal();
        app.UseFramingRefusal();
        app.UseForwardedHeaders();
        SignedApi.Use(app);
        app.UseSecurityHeaders();
        app.UsePageErrors();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseApiGate();
        app.UseTowerGate();
        app.UseSocketCredentials();
        app.MapExchangeOperations();
        app.MapPeatioApi();
        app.MapFeeds();
        app.MapIdentityPages();
        app.MapVerification();
        app.MapPrivacy();
        app.MapWallets();
        app.MapTower();
        Banner.Map(app);
        app.MapPages();
    }
}
