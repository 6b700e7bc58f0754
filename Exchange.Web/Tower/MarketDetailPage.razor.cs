using Exchange.Core.Markets;
using Exchange.Core.Tower;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>One market: its state, what protects it, and how both are changed. What was typed stands in the address.</summary>
public sealed partial class MarketDetailPage
{
    private const string Form = "change";

    private MarketStanding? _standing;
    private ProtectionForm _form = new(null, null, null, null);
    private MarketProtection? _figures;

    /// <summary>Code or name of the market.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToWord { get; set; }

    [SupplyParameterFromQuery(Name = "band")]
    private string? Band { get; set; }

    [SupplyParameterFromQuery(Name = "breaker")]
    private string? Breaker { get; set; }

    [SupplyParameterFromQuery(Name = "window")]
    private string? Window { get; set; }

    [SupplyParameterFromQuery(Name = "auction")]
    private string? Auction { get; set; }

    [SupplyParameterFromForm(Name = "before", FormName = Form)]
    private string? Before { get; set; }

    [Inject]
    private ReadMarkets Markets { get; set; } = null!;

    [Inject]
    private ChangeMarketState States { get; set; } = null!;

    [Inject]
    private ChangeMarketProtection Protections { get; set; } = null!;

    private string Here => $"/tower/markets/{_standing!.Market.Code}";

    private MarketState? To => MarketWords.StateOf(ToWord);

    private bool IsTyped => Band is not null || Breaker is not null || Window is not null || Auction is not null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _standing = (await Markets.FindAsync(Actor, Code, Aborted)).Value;
        if (_standing is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _form = IsTyped ? new ProtectionForm(Band, Breaker, Window, Auction) : ProtectionForm.Of(_standing.Protection);
        if (IsTyped) Review();
    }

    /// <summary>Asks before it changes anything; what is wrong stands at its field, and nothing to change is said at once.</summary>
    private void Review()
    {
        var figures = _form.Read(_standing!.Market.Id);
        var isSame = figures == _standing.Protection;
        if (figures is null) Alert = "Nothing was changed: see below.";
        else if (isSame && HttpMethods.IsGet(Http.Request.Method)) Alert = "It is that already.";
        else _figures = figures;
    }

    private static IReadOnlyList<Difference> Differences(MarketProtection before, MarketProtection after)
    {
        Difference[] all =
        [
            new("Price band", MarketWords.Limit(before.BandBasisPoints), MarketWords.Limit(after.BandBasisPoints)),
            new("Circuit breaker", MarketWords.Limit(before.BreakerBasisPoints), MarketWords.Limit(after.BreakerBasisPoints)),
            new("Window", MarketWords.Seconds(before.BreakerWindowSeconds), MarketWords.Seconds(after.BreakerWindowSeconds)),
            new("Auction length", MarketWords.Seconds(before.AuctionSeconds), MarketWords.Seconds(after.AuctionSeconds)),
        ];
        return [.. all.Where(d => d.Before != d.After)];
    }

    private async Task ChangeStateAsync(string? reason) =>
        Finish(await States.ExecuteAsync(Actor, Code, Before, To!.Value, reason, Aborted), Here, "market-state");

    private async Task ChangeProtectionAsync(string? reason) =>
        Finish(await Protections.ExecuteAsync(Actor, Code, Before, _figures!, reason, Aborted), Here, "market-protection");
}
