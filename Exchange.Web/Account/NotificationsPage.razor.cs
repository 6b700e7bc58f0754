using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>What a member was told, what of it is read, and how they want to hear of what.</summary>
public sealed partial class NotificationsPage
{
    private MemberId _member;
    private IReadOnlyList<Notification> _notices = [];
    private IReadOnlyList<TopicChoice> _choices = [];
    private int _pages;
    private bool _saved;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "page")]
    private int? AskedPage { get; set; }

    [SupplyParameterFromForm(Name = "id", FormName = "read")]
    private string? ReadId { get; set; }

    [SupplyParameterFromForm(Name = "chosen", FormName = "choices")]
    private string[]? Chosen { get; set; }

    [Inject]
    private MemberNotifications Notifications { get; set; } = null!;

    private int Page => Math.Max(1, AskedPage ?? 1);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        await LoadAsync();
    }

    private async Task ReadAsync()
    {
        if (ReadId == "all") await Notifications.MarkReadAsync(_member, null, Http.RequestAborted);
        else if (long.TryParse(ReadId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            await Notifications.MarkReadAsync(_member, id, Http.RequestAborted);
        await LoadAsync();
    }

    private async Task ChooseAsync()
    {
        var chosen = Chosen ?? [];
        foreach (var choice in _choices.Where(choice => !choice.IsFixed))
        {
            await Notifications.ChooseAsync(
                _member, choice.Topic, chosen.Contains($"{choice.Topic}-mail"), chosen.Contains($"{choice.Topic}-site"),
                Http.RequestAborted);
        }

        _saved = true;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        (var total, _notices) = await Notifications.ListAsync(_member, Page, Http.RequestAborted);
        _pages = (total + MemberNotifications.MaxPage - 1) / MemberNotifications.MaxPage;
        _choices = await Notifications.ChoicesAsync(_member, Http.RequestAborted);
    }
}
