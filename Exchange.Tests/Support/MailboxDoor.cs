using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Support;

/// <summary>The way of a new member into a test: sign up, read the mail, use its link; without waiting for the sender.</summary>
internal static partial class MailboxDoor
{
    /// <summary>Mail goes into the mailbox, and its links lead to nowhere.</summary>
    public static readonly KeyValuePair<string, string?>[] Settings =
        [new("Mail:Transport", MailOptions.MailboxTransport), new("Site:Url", "https://exchange.test")];

    public static IServiceCollection AddMailbox(this IServiceCollection services) => services.AddNotifications(
        new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), isDevelopment: false);

    /// <summary>A member whose address is confirmed.</summary>
    public static async Task<MemberId> MemberAsync(IServiceProvider services, string email, string password, RequestOrigin origin)
    {
        var outcome = await services.GetRequiredService<SignUp>().ExecuteAsync(email, password, origin, default);
        Assert.Equal(SignUpRejectReason.None, outcome.Reason);
        var token = await TokenAsync(services, email);
        var confirmed = await services.GetRequiredService<AddressConfirmation>().ConfirmAsync(token, origin, default);
        Assert.Equal((ConfirmAddressRejectReason.None, outcome.Member), (confirmed.Reason, confirmed.Member));
        return confirmed.Member;
    }

    /// <summary>The token of the link in the newest mail to an address.</summary>
    public static async Task<string> TokenAsync(IServiceProvider services, string email) =>
        TokenIn((await MailsAsync(services, email))[0].Text) ?? throw new InvalidOperationException("The mail has no link.");

    /// <summary>The mails to an address, newest first, after all that wait have been sent.</summary>
    public static async Task<IReadOnlyList<MailboxMessage>> MailsAsync(IServiceProvider services, string email)
    {
        await services.GetRequiredService<OutboxSender>().SendDueAsync(default);
        return await services.GetRequiredService<Mailbox>().ListAsync(email, Mailbox.MaxMessages, default);
    }

    /// <summary>The token of the first link with one in a text, or null.</summary>
    public static string? TokenIn(string text) => Link().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\?token=([0-9a-f]{64})")]
    private static partial Regex Link();
}
