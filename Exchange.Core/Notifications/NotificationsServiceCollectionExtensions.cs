using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>Registers the Notifications room.</summary>
public static class NotificationsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the outbox and what carries its messages away, but nothing that does so by itself: see <see cref="AddOutboxSender"/>. Needs
    /// AddStorage, and AddMembers for the keys that encrypt messages.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Its sections <c>Mail</c>, <c>Sms</c>, <c>Site</c> and <c>Events</c>.</param>
    /// <param name="isDevelopment">Whether mail that has no server goes to the mailbox page.</param>
    public static IServiceCollection AddNotifications(
        this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section))
            .Configure(options => options.Transport = TransportOf(options, isDevelopment))
            .Validate(options => options.Problem() is null, "Mail: see Mail:Transport, Mail:From, Mail:Smtp:Host, Port and Timeout.")
            .ValidateOnStart();
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection(SiteOptions.Section))
            .Validate<IOptions<MailOptions>>(
                (site, mail) => site.IsUsable || isDevelopment || mail.Value.Transport != MailOptions.SmtpTransport,
                "Site:Url must be the address where people reach this exchange: links in mails begin with it.")
            .ValidateOnStart();
        services.TryAddSingleton<ISiteAddress, ConfiguredSiteAddress>();
        services.AddSingleton<OutboxPayload>();
        services.AddSingleton<OutboxQueue>();
        services.AddSingleton<OutboxInstruments>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<Mailbox>();
        services.AddSingleton(provider => new Outbox(
            provider.GetRequiredService<OutboxPayload>(), provider.GetService<ISmsSender>() is not null,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Notifier(
            provider.GetRequiredService<Outbox>(), provider.GetRequiredService<MailTemplates>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MemberNotifications>();
        AddEvents(services, configuration);
        AddSms(services, configuration);
        services.AddSingleton<IOutboxTransport, SmsTransport>();
        var mail = new MailOptions();
        configuration.GetSection(MailOptions.Section).Bind(mail);
        AddTransports(services, TransportOf(mail, isDevelopment));
        services.AddSingleton(provider => new OutboxSender(
            provider.GetRequiredService<OutboxQueue>(), provider.GetServices<IOutboxTransport>(),
            provider.GetRequiredService<OutboxPayload>(), provider.GetRequiredService<OutboxInstruments>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OutboxSender>>()));
        return services;
    }

    /// <summary>Sends what is in the outbox as long as the program runs; any number of processes may.</summary>
    public static IServiceCollection AddOutboxSender(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<OutboxSender>());

    private static void AddTransports(IServiceCollection services, string transport)
    {
        if (transport == MailOptions.SmtpTransport) services.AddSingleton<IOutboxTransport, SmtpMailTransport>();
        if (transport != MailOptions.MailboxTransport) return;
        services.AddSingleton<IOutboxTransport, MailboxMailTransport>();
        services.TryAddSingleton<ISmsSender, MailboxSmsSender>();
    }

    private static void AddSms(IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(SmsOptions.Section);
        services.AddOptions<SmsOptions>().Bind(section).Validate(options => options.IsValid, SmsOptions.Rules).ValidateOnStart();
        if (section[nameof(SmsOptions.Provider)] == SmsOptions.Twilio) services.AddSingleton<ISmsSender, TwilioSmsSender>();
    }

    private static void AddEvents(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventOptions>().Bind(configuration.GetSection(EventOptions.Section))
            .Validate(options => options.Problem() is null, "Events: see Events:SigningKeyFile, Events:Timeout and Events:Endpoints.")
            .ValidateOnStart();
        services.AddSingleton(provider => new EventOutbox(
            provider.GetRequiredService<Outbox>(), provider.GetRequiredService<IOptions<EventOptions>>()));
        services.AddSingleton<IOutboxTransport, EventTransport>();
    }

    private static string TransportOf(MailOptions options, bool isDevelopment) => options.Transport switch
    {
        { Length: > 0 } chosen => chosen,
        _ when options.Smtp.Host.Length > 0 => MailOptions.SmtpTransport,
        _ => isDevelopment ? MailOptions.MailboxTransport : MailOptions.NoTransport,
    };

    /// <summary>The address that the operator has set.</summary>
    private sealed class ConfiguredSiteAddress(IOptions<SiteOptions> options) : ISiteAddress
    {
        public Uri Url => options.Value.IsUsable
            ? options.Value.Url!
            : throw new InvalidOperationException("Set Site:Url to the address where people reach this exchange.");
    }
}
