namespace Exchange.Web.Api;

/// <summary>
/// The codes for everything that is wrong with an order's parameters, together, in the contract's order.
/// </summary>
internal static class OrderParameterErrors
{
    private const string Prefix = "market.order.";

    /// <summary>The answer; call it only when something is wrong.</summary>
    public static ApiError For(in OrderParameters parameters, bool marketFound)
    {
        List<string> codes = [];
        for (var i = 0; i < OrderParameters.Names.Length; i++)
        {
            if ((parameters.Repeated & (1 << i)) != 0) codes.Add($"{Prefix}repeated_{OrderParameters.Names[i]}");
        }

        if (parameters.Market is null) codes.Add(Prefix + "missing_market");
        else if (parameters.Market.Length == 0) codes.Add(Prefix + "empty_market");
        else if (!marketFound) codes.Add("market.market.doesnt_exist_or_not_enabled");
        AddWord(codes, parameters.Side, "side", required: true);
        AddAmount(codes, parameters.Volume, "volume", required: true);
        AddWord(codes, parameters.Type, "ord_type", required: false);
        AddPrice(codes, parameters);
        AddWord(codes, parameters.TimeInForce, "time_in_force", required: false);
        AddWord(codes, parameters.PostOnly, "post_only", required: false);
        AddAmount(codes, parameters.WorstPrice, "worst_price", required: false);
        if (parameters.IsClientIdInvalid) codes.Add(Prefix + "invalid_client_id");
        return ApiError.Of(422, codes.ToArray());
    }

    private static void AddPrice(List<string> codes, in OrderParameters parameters)
    {
        if (parameters.Type != Word.Second) AddAmount(codes, parameters.Price, "price", required: true);
        else if (parameters.Price.Status is not (AmountStatus.Missing or AmountStatus.Blank))
            codes.Add(Prefix + "market_order_price");
    }

    private static void AddWord(List<string> codes, Word word, string name, bool required)
    {
        if (word == Word.Missing && required) codes.Add($"{Prefix}missing_{name}");
        else if (word == Word.Blank) codes.Add($"{Prefix}empty_{name}");
        else if (word == Word.Unknown) codes.Add($"{Prefix}invalid_{name}");
    }

    private static void AddAmount(List<string> codes, AmountField field, string name, bool required)
    {
        var kind = field.Status switch
        {
            AmountStatus.Missing => required ? "missing" : null,
            AmountStatus.Blank => "empty",
            AmountStatus.NonDecimal => "non_decimal",
            AmountStatus.NonPositive => "non_positive",
            AmountStatus.Positive => null,
        };
        if (kind is not null) codes.Add($"{Prefix}{kind}_{name}");
    }
}
