using Exchange.Core.Notifications;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Development;

/// <summary>Shows the mail of an installation that sends none; elsewhere there is no such page, since it opens every account.</summary>
public sealed partial class MailboxPage
{
    private const int Shown = 50;
    private IReadOnlyList<MailboxMessage> _messages = [];
    private MailboxMessage? _open;

    [SupplyParameterFromQuery(Name = "to")]
    private string? Recipient { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    private long? Id { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private Mailbox Mailbox { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!Mailbox.IsInUse)
        {
            Navigation.NotFound();
            return;
        }

        Http.Response.Headers.CacheControl = "no-store";
        _messages = await Mailbox.ListAsync(Recipient, Shown, Http.RequestAborted);
        if (Id is { } id) _open = await Mailbox.FindAsync(id, Http.RequestAborted);
    }

    private static bool IsLink(string line) =>
        line.StartsWith("https://", StringComparison.Ordinal) || line.StartsWith("http://", StringComparison.Ordinal);

    private string LinkTo(MailboxMessage message) =>
        $"/dev/mailbox?id={message.Id}{(string.IsNullOrEmpty(Recipient) ? "" : $"&to={Uri.EscapeDataString(Recipient)}")}";
}
