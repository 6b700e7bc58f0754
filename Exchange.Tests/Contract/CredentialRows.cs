namespace Exchange.Tests.Contract;

/// <summary>Tokens that are none here, and callers who say twice who they are. Keys and signatures themselves are tried in
/// Exchange.Tests/Access and Members.</summary>
internal static class CredentialRows
{
    private const string Balances = "/account/balances";

    public static readonly ContractModule Module = new("Bad input: keys and tokens", ContractTable.Peatio, [.. Tokens(), .. Twice()])
    {
        IsByCase = true,
    };

    private static IEnumerable<ContractRow> Tokens()
    {
        foreach (var (name, header) in new[]
        {
            ("B097 alg none", """{"alg":"none"}"""), ("B097 HS256 keyed with a public key", """{"alg":"HS256","typ":"JWT"}"""),
            ("B098 kid is a path", """{"alg":"HS256","kid":"../../../../dev/null"}"""),
            ("B098 kid is SQL", """{"alg":"HS256","kid":"x' union select 'secret'--"}"""),
            ("B098 jku and x5u", """{"alg":"RS256","jku":"http://127.0.0.1:9/k","x5u":"http://127.0.0.1:9/c"}"""),
        })
        {
            yield return new ContractRow("GET " + Balances, name, Balances, 401)
            {
                Headers = [("Authorization", $"Bearer {Base64(header)}.{Base64("""{"uid":"ID1","role":"admin","level":3}""")}.c2ln")],
                Errors = "authz.invalid_session",
            };
        }
    }

    private static IEnumerable<ContractRow> Twice()
    {
        yield return new ContractRow("GET " + Balances, "B101 two Authorization headers", Balances, 401)
        {
            Headers = [("Authorization", "Bearer a"), ("Authorization", "Bearer b")],
            Errors = "authz.invalid_session",
        };
        yield return new ContractRow("GET " + Balances, "B101 a key beside another member's session: the key counts", Balances, 200)
        {
            Caller = ContractWorld.Bob,
            Headers = [("Cookie", "<cookie>")],
            Has = ["{\"currency\":\"link\",\"balance\":\"1000.0\""],
        };
        yield return new ContractRow("GET " + Balances, "B101 a wrong key beside a session: nobody", Balances, 401)
        {
            Headers = [("Cookie", "<cookie>"), ("X-Auth-Apikey", "0123456789abcdef"), ("X-Auth-Nonce", "1"), ("X-Auth-Signature", "0")],
            Errors = "authz.unexistent_apikey",
        };
    }

    private static string Base64(string text) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
