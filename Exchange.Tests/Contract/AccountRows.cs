namespace Exchange.Tests.Contract;

/// <summary>Section 1.2 of the contract: a member's money.</summary>
internal static class AccountRows
{
    public static readonly ContractModule Module = new("Peatio: account", ContractTable.Peatio, [.. Balances(), .. Later()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /account/balances"] = "no `deposit_address` until there are deposits",
            ["GET /account/transactions"] = "`server.not_implemented`: a list of deposits and withdrawals, and comes with them",
            ["GET /account/stats/pnl"] = "`server.not_implemented`: Peatio's averages count deposits and withdrawals at the price of "
                + "their time, so from trades alone they would be wrong; comes with them",
        },
    };

    private static ContractRow Get(string endpoint, string @case, string path, int status = 200) =>
        new("GET " + endpoint, @case, path, status) { Caller = ContractWorld.Alice };

    private static IEnumerable<ContractRow> Balances()
    {
        const string list = "/account/balances";
        yield return Get(list, "all", list) with
        {
            Shape = "[Account]",
            Answers = [("Total", "6"), ("Page", "1"), ("Per-Page", "100")],
            Has = ["[{\"currency\":\"btc\",\"balance\":\"1.99\",\"locked\":\"0.0\"}", "\"locked\":\"400.0\""],
        };
        yield return Get(list, "those not zero", list + "?nonzero=true") with { Answers = [("Total", "6")] };
        yield return Get(list, "search", list + "?search[currency_code]=USD&search[currency_name]=Ether") with
        {
            Answers = [("Total", "3")],
        };
        yield return Get(list, "second page", list + "?limit=5&page=2") with { Has = ["[{\"currency\":\"usdc\""] };
        yield return Get(list, "wrong value", list + "?nonzero=7", 422) with { Errors = "account.balances.invalid_nonzero" };
        yield return Get(list, "nobody", list, 401) with { Caller = ContractWorld.Anyone, Errors = "authz.invalid_session" };
        yield return Get("/account/balances/:currency", "one", "/account/balances/BTC") with { Shape = "Account" };
        yield return Get("/account/balances/:currency", "unknown", "/account/balances/xyz", 422) with
        {
            Errors = "account.currency.doesnt_exist",
        };
    }

    private static IEnumerable<ContractRow> Later()
    {
        string[] endpoints =
        [
            "GET /account/beneficiaries", "POST /account/beneficiaries", "GET /account/beneficiaries/:id",
            "DELETE /account/beneficiaries/:id",
            "PATCH /account/beneficiaries/:id/resend_pin", "PATCH /account/beneficiaries/:id/activate", "GET /account/deposits",
            "GET /account/deposits/:txid", "GET /account/deposit_address/:currency", "GET /account/withdraws", "POST /account/withdraws",
            "GET /account/withdraws/sums", "GET /account/transactions", "GET /account/stats/pnl", "GET /account/internal_transfers",
            "POST /account/internal_transfers",
        ];
        foreach (var endpoint in endpoints)
        {
            var path = endpoint[endpoint.IndexOf('/', StringComparison.Ordinal)..].Replace(":currency", "btc", StringComparison.Ordinal)
                .Replace(":id", "1", StringComparison.Ordinal).Replace(":txid", "1", StringComparison.Ordinal);
            // A key would need the scope to withdraw.
            var later = new ContractRow(endpoint, "later", path, 501) { Errors = "server.not_implemented" };
            yield return later.Method == "GET"
                ? later with { Caller = ContractWorld.Alice }
                : later with { Headers = BarongRows.Session };
            yield return new ContractRow(endpoint, "nobody", path, 401) { Errors = "authz.invalid_session" };
        }
    }
}
