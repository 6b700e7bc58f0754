namespace Exchange.Web.Api;

/// <summary>The reference of /account.</summary>
internal static class AccountDocs
{
    public static IReadOnlyList<ApiDoc> All => [.. Balances(), .. Later()];

    private static IEnumerable<ApiDoc> Balances()
    {
        yield return new("GET", "/account/balances", "Your balances")
        {
            Answer = "[Account]",
            IsPaged = true,
            Parameters = ApiParameter.ParseAll("""
                nonzero: bool - only those that are not zero
                search[currency_code]: str - part of the currency's code
                search[currency_name]: str - part of the currency's name
                """),
        };
        yield return new("GET", "/account/balances/{currency}", "Your balance in one currency")
        {
            Answer = "Account",
            Refusals = ["422 account.currency.doesnt_exist"],
        };
    }

    private static IEnumerable<ApiDoc> Later()
    {
        (string Method, string Path, string Summary)[] endpoints =
        [
            ("GET", "/account/beneficiaries", "Addresses to withdraw to"),
            ("POST", "/account/beneficiaries", "Adds an address to withdraw to"),
            ("GET", "/account/beneficiaries/{id}", "One address to withdraw to"),
            ("DELETE", "/account/beneficiaries/{id}", "Removes an address"),
            ("PATCH", "/account/beneficiaries/{id}/resend_pin", "Sends the address's pin again"),
            ("PATCH", "/account/beneficiaries/{id}/activate", "Confirms an address with its pin"),
            ("GET", "/account/deposits", "Your deposits"),
            ("GET", "/account/deposits/{txid}", "One deposit"),
            ("GET", "/account/deposit_address/{currency}", "Where to send a deposit to"),
            ("GET", "/account/withdraws", "Your withdrawals"),
            ("POST", "/account/withdraws", "Withdraws"),
            ("GET", "/account/withdraws/sums", "What you withdrew lately"),
            ("GET", "/account/transactions", "Your deposits and withdrawals"),
            ("GET", "/account/stats/pnl", "Your profit and loss"),
            ("GET", "/account/internal_transfers", "Your transfers to and from other members"),
            ("POST", "/account/internal_transfers", "Sends to another member"),
        ];
        return endpoints.Select(e => new ApiDoc(e.Method, e.Path, e.Summary) { Status = 501 });
    }
}
