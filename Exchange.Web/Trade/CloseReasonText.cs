using Exchange.Core.Matching;

namespace Exchange.Web.Trade;

/// <summary>Why an order left the book, in words.</summary>
internal static class CloseReasonText
{
    /// <summary>For the status column and for announcements.</summary>
    public static string Of(CloseReason reason) => reason switch
    {
        CloseReason.None => "Open",
        CloseReason.Filled => "Filled",
        CloseReason.CanceledByMember => "Canceled",
        CloseReason.CanceledByOperator => "Canceled: by the operator",
        CloseReason.ImmediateRemainder => "Canceled: immediate or cancel",
        CloseReason.NotFillable => "Canceled: fill or kill, not all was on offer",
        CloseReason.PriceProtection => "Canceled: worst price reached",
        CloseReason.SelfTrade => "Canceled: self-trade prevention",
        CloseReason.Expired => "Canceled: expired",
        CloseReason.LinkedOrder => "Canceled: the linked order went first",
        CloseReason.CancelTimer => "Canceled: cancel timer",
        CloseReason.MarketHalted => "Canceled: the market stopped",
    };
}
