using Exchange.Core.Primitives;
using Exchange.Web.Api;

namespace Exchange.Web.Demo;

/// <summary>POST /api/v2/demo/faucet. Mapped only in the demonstration, apart from the contracts of others.</summary>
internal sealed class DemoFaucetEndpoint(DemoFaucet faucet)
{
    /// <summary>Where the demonstration's part of the API is.</summary>
    public const string Prefix = "/api/v2/demo";

    private const string Path = "/faucet";
    private const string Codes = "demo.faucet";
    private static readonly ApiError NotPermitted = ApiError.Of(403, "account.deposit.not_permitted");
    private static readonly ApiError CurrencyUnknown = ApiError.Of(422, "account.currency.doesnt_exist");
    private static readonly ApiError TakenToday = ApiError.Of(422, Codes + ".taken_today");

    /// <summary>What the reference says.</summary>
    public static readonly ApiDocModule Docs = new(Prefix,
    [
        new("POST", Path, "Test money: of each currency once a day, by UTC")
        {
            Status = 201,
            IsOurs = true,
            Answer = "{currency:str, amount:dec, next_at:iso}",
            Parameters = ApiParameter.ParseAll("currency!: str - the currency's code"),
            Refusals = ["422 account.currency.doesnt_exist", "422 demo.faucet.taken_today", "403 account.deposit.not_permitted"],
        },
    ]);

    /// <summary>Fills the table.</summary>
    public static void Map(RouteTable table) =>
        table.Members("POST", Path, RequestKind.Order, table.Create<DemoFaucetEndpoint>().HandleAsync);

    private async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Codes);
        var code = checks.Required("currency");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var gift = await faucet.GiveAsync(member, code!, CancellationToken.None);
        await (RefusalOf(gift.Refusal) is { } refusal ? refusal.WriteAsync(http) : AnswerAsync(http, code!, gift));
    }

    private static Task AnswerAsync(HttpContext http, string code, DemoGift gift) =>
        ApiResponse.WriteAsync(http, 201, (code, gift), static (json, given) =>
        {
            json.WriteStartObject();
            json.WriteString("currency"u8, given.code.ToLowerInvariant());
            json.WriteDecimal("amount"u8, given.gift.Amount);
            json.WriteMoment("next_at"u8, Clock.ToMicroseconds(given.gift.NextAt));
            json.WriteEndObject();
        });

    private static ApiError? RefusalOf(DemoFaucetRefusal refusal) => refusal switch
    {
        DemoFaucetRefusal.None => null,
        DemoFaucetRefusal.NotPermitted => NotPermitted,
        DemoFaucetRefusal.CurrencyUnknown => CurrencyUnknown,
        DemoFaucetRefusal.TakenToday => TakenToday,
        DemoFaucetRefusal.Busy => ApiError.EngineBusy,
        DemoFaucetRefusal.Unavailable => ApiError.EngineUnavailable,
        DemoFaucetRefusal.OutcomeUnknown => ApiError.OutcomeUnknown,
    };
}
