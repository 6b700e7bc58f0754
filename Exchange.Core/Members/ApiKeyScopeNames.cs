namespace Exchange.Core.Members;

/// <summary>The scopes of API keys as programs write them.</summary>
public static class ApiKeyScopeNames
{
    /// <summary>Each scope and its name.</summary>
    public static readonly IReadOnlyList<(ApiKeyScopes Scope, string Name)> All =
    [
        (ApiKeyScopes.Read, MemberClaims.ReadScope), (ApiKeyScopes.Trade, MemberClaims.TradeScope),
        (ApiKeyScopes.Withdraw, MemberClaims.WithdrawScope),
    ];

    /// <summary>The names of all scopes in a set.</summary>
    public static IEnumerable<string> Of(ApiKeyScopes scopes) =>
        All.Where(scope => scopes.HasFlag(scope.Scope)).Select(scope => scope.Name);

    /// <summary>The scope of a name, or none.</summary>
    public static ApiKeyScopes Parse(string name) => All.FirstOrDefault(scope => scope.Name == name).Scope;
}
