namespace Exchange.Tests.Contract;

/// <summary>The header Idempotency-Key, an addition of ours. The rows follow each other: later ones repeat earlier ones.</summary>
internal static class OnceRows
{
    private const string Orders = "/market/orders";
    private const string Replayed = "Idempotency-Replayed";

    public static readonly ContractModule Module = new("Ours: once only", ContractTable.Peatio, [.. Rows()]) { IsByCase = true };

    private static ContractRow Post(string @case, string price, int status, string key) =>
        new("POST " + Orders, @case, Orders, status)
        {
            Caller = ContractWorld.Alice,
            Headers = [("Idempotency-Key", key)],
            Body = $$"""{"market":"btcusdt","side":"buy","volume":"0.01","price":"{{price}}"}""",
        };

    private static IEnumerable<ContractRow> Rows()
    {
        yield return Post("B092 a key for the first time", "31000", 201, "one") with { Shape = "Order", Answers = [(Replayed, null)] };
        yield return Post("B092 the same key and body", "31000", 201, "one") with
        {
            Shape = "Order",
            Answers = [(Replayed, "true")],
            MustChangeNothing = true,
        };
        yield return Post("B092 the same key, another body", "31001", 422, "one") with { Errors = "server.idempotency_key_reused" };
        yield return Post("B094 the same key of another member", "31000", 201, "one") with
        {
            Caller = ContractWorld.Bob,
            Answers = [(Replayed, null)],
        };
        yield return Post("a refusal is remembered too", "0", 422, "two") with { Errors = "market.order.non_positive_price" };
        yield return Post("and given again", "0", 422, "two") with
        {
            Errors = "market.order.non_positive_price",
            Answers = [(Replayed, "true")],
        };
        yield return Post("B095 an empty key", "31000", 400, "") with { Errors = "server.invalid_idempotency_key" };
        yield return Post("B095 a key of 300 characters", "31000", 400, new string('k', 300)) with
        {
            Errors = "server.invalid_idempotency_key",
        };
        yield return Post("B095 a key with a space", "31000", 400, "a b") with { Errors = "server.invalid_idempotency_key" };
        yield return new ContractRow("POST /market/orders/cancel", "cancels go through it as well", Orders + "/cancel", 201)
        {
            Caller = ContractWorld.Alice,
            Headers = [("Idempotency-Key", "three")],
            Shape = "[Order]",
        };
        yield return new ContractRow("POST /market/orders/cancel", "and have their first answer again", Orders + "/cancel", 201)
        {
            Caller = ContractWorld.Alice,
            Headers = [("Idempotency-Key", "three")],
            Shape = "[Order]",
            Has = ["\"price\":\"31000.0\""],
            MustChangeNothing = true,
        };
    }
}

/// <summary>The reference as documents.</summary>
internal static class ReferenceRows
{
    public static readonly ContractModule Module = new("Reference", ContractTable.Peatio, [.. Rows()])
    {
        Ours = new HashSet<string> { "GET /openapi.json", "GET /openapi/:module" },
        Notes = new Dictionary<string, string> { ["GET /swagger"] = "OpenAPI 3.1 in place of Swagger 2" },
    };

    private static IEnumerable<ContractRow> Rows()
    {
        const string shape = "{openapi:\"3.1.0\", info:{title:str, version:str}, paths:{*:{...}}, components:{...}}";
        yield return new ContractRow("GET /openapi.json", "all", "/openapi.json", 200) { Shape = shape };
        yield return new ContractRow("GET /openapi/:module", "one", "/openapi/market", 200)
        {
            Shape = shape,
            Has = ["/api/v2/peatio/market/orders"],
            HasNot = ["/public/"],
        };
        yield return new ContractRow("GET /openapi/:module", "none", "/openapi/nothing", 404) { Errors = "record.not_found" };
        yield return new ContractRow("GET /swagger", "all", "/swagger", 200) { Shape = shape };
    }
}
