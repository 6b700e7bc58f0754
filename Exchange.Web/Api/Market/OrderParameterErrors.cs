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
        AddAmount(codes, parameters.Volume, "volume", required: parameters.QuoteVolume.Status == AmountStatus.Missing);
        if (parameters.Kind == OrderKind.Blank) codes.Add(Prefix + "empty_ord_type");
        else if (parameters.Kind == OrderKind.Unknown) codes.Add(Prefix + "invalid_ord_type");
        AddPrice(codes, parameters);
        AddWord(codes, parameters.TimeInForce, "time_in_force", required: false);
        AddWord(codes, parameters.PostOnly, "post_only", required: false);
        AddAmount(codes, parameters.WorstPrice, "worst_price", required: false);
        if (parameters.IsClientIdInvalid) codes.Add(Prefix + "invalid_client_id");
        AddConditions(codes, parameters);
        return ApiError.Of(422, codes.ToArray());
    }

    private static void AddConditions(List<string> codes, in OrderParameters parameters)
    {
        AddAmount(codes, parameters.TriggerPrice, "trigger_price", required: false);
        AddAmount(codes, parameters.TrailAmount, "trail_amount", required: false);
        AddAmount(codes, parameters.TrailPercent, "trail_percent", required: false);
        if (parameters.TrailPercent.OrNull is { } percent && PercentField.BasisPoints(percent) is null)
            codes.Add(Prefix + "invalid_trail_percent");
        AddAmount(codes, parameters.DisplayVolume, "display_volume", required: false);
        AddAmount(codes, parameters.QuoteVolume, "quote_volume", required: false);
        if (parameters.IsExpiresAtInvalid) codes.Add(Prefix + "invalid_expires_at");
        AddWord(codes, parameters.SelfTrade, "self_trade", required: false);
    }

    private static void AddPrice(List<string> codes, in OrderParameters parameters)
    {
        if (!OrderWords.IsMarket(parameters.Kind)) AddAmount(codes, parameters.Price, "price", required: true);
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
        if (field.Problem(required) is { } problem) codes.Add($"{Prefix}{problem}_{name}");
    }
}
