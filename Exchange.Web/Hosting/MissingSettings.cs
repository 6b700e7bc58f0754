using Exchange.Core.Compliance;
using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Hosting;

/// <summary>Says at the start what people will not be able to do because an operator has not set it, and what sets it.</summary>
internal sealed partial class MissingSettings(
    IOptions<MailOptions> mail, Outbox outbox, IOptions<ComplianceOptions> compliance, ILogger<MissingSettings> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (mail.Value.Transport == MailOptions.NoTransport)
            LogMissing("No mail leaves, so nobody can confirm an address", "Mail:Smtp:Host, Mail:From and Site:Url");
        if (!outbox.HasSms) LogMissing("No telephone can be verified", "Sms:Provider");
        if (compliance.Value.DocumentDirectory.Length == 0)
            LogMissing("No document can be sent", "Compliance:DocumentDirectory");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(7040, LogLevel.Warning, "{What}: set {Settings}")]
    private partial void LogMissing(string what, string settings);
}
