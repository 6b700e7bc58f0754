namespace Exchange.Tests.Contract;

/// <summary>Test money. The rows follow each other.</summary>
internal static class DemoRows
{
    private const string Faucet = "/faucet";

    public static readonly ContractModule Module = new("Ours: the demonstration", "/api/v2/demo", [.. Rows()])
    {
        Ours = new HashSet<string> { "POST " + Faucet },
        Notes = new Dictionary<string, string> { ["POST " + Faucet] = "there is none outside the demonstration" },
    };

    private static ContractRow Post(string @case, string body, int status, string? errors = null) =>
        new("POST " + Faucet, @case, Faucet, status) { Headers = BarongRows.Session, Body = body, Errors = errors };

    private static IEnumerable<ContractRow> Rows()
    {
        yield return Post("nothing named", "{}", 422, "demo.faucet.missing_currency");
        yield return Post("a currency that is none", """{"currency":"gold"}""", 422, "account.currency.doesnt_exist");
        yield return Post("the first of a day", """{"currency":"USDT"}""", 201) with
        {
            Has = ["\"currency\":\"usdt\",\"amount\":\"10000.0\""],
        };
        yield return Post("the second of a day", """{"currency":"usdt"}""", 422, "demo.faucet.taken_today");
        yield return Post("nobody", """{"currency":"usdt"}""", 401, "authz.invalid_session") with { Headers = [] };
    }
}
