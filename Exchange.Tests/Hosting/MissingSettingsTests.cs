using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Exchange.Tests.Recovery;
using Exchange.Web.Hosting;
using Exchange.Web.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Hosting;

public sealed class MissingSettingsTests
{
    private static readonly Dictionary<string, string?> Everything = new()
    {
        ["Mail:Smtp:Host"] = "mail.example",
        ["Mail:From"] = "no-reply@exchange.example",
        ["Site:Url"] = "https://exchange.example",
        ["Sms:Provider"] = "Twilio",
        ["Sms:Account:AccountSid"] = "AC1",
        ["Sms:Account:AuthToken"] = "secret",
        ["Sms:Account:From"] = "+15005550006",
        ["Compliance:DocumentDirectory"] = "/documents",
    };

    [Theory]
    [InlineData("", 0)]
    [InlineData("Mail:Smtp:Host", 1)]
    [InlineData("Sms:Provider", 1)]
    [InlineData("Compliance:DocumentDirectory", 1)]
    public async Task What_is_not_set_is_named_at_the_start_and_no_secret_is(string without, int warnings)
    {
        using var log = new LogLines();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Everything.Where(s => s.Key != without)).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log))
            .AddStorage("Host=nowhere").AddAudit().AddNotifications(configuration, isDevelopment: false).AddMembers()
            .AddVerification(configuration).AddHostedService<MissingSettings>().BuildServiceProvider();
        await using (services)
        {
            foreach (var hosted in services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<MissingSettings>())
                await hosted.StartAsync(default);
        }

        Assert.Equal(warnings, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains(without, line, StringComparison.Ordinal));
    }
}
