using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Credits and debits from outside. Each carries a reference that is accepted once, for ever.</summary>
internal sealed class Transfers(EngineState state, Settlement settlement)
{
    /// <summary>Longest reference.</summary>
    public const int MaxReferenceLength = 200;

    public CommandResult Apply(in Command command, EventBuffer output)
    {
        var reason = FirstViolation(command);
        if (reason != RejectReason.None) return CommandResult.Refused(reason);
        state.References.Add(command.Text!);
        state.Ledger.PostAvailable(state.RowOf(command.Member), command.Currency, command.Amount);
        state.Ledger.PostAssets(command.Currency, -command.Amount);
        ref var transferred = ref output.Add(EventKind.Transferred);
        transferred.Member = command.Member;
        transferred.Currency = command.Currency;
        transferred.Amount = command.Amount;
        transferred.Subject = command.Text;
        settlement.CheckBalanced(command.Currency);
        return default;
    }

    private RejectReason FirstViolation(in Command command)
    {
        if (command.Member.Value <= 0 || !IsReference(command.Text)) return RejectReason.Malformed;
        if (!state.Catalog.TryCurrency(command.Currency, out var currency)) return RejectReason.CurrencyUnknown;
        if (command.Amount.IsZero || !command.Amount.FitsPrecision(currency.Precision)) return RejectReason.AmountInvalid;
        if (state.References.Contains(command.Text!)) return RejectReason.ReferenceTaken;
        var available = state.BalanceOf(command.Member, command.Currency).Available;
        if (command.Amount.IsNegative && available < -command.Amount) return RejectReason.InsufficientFunds;
        // All members together can never hold more than an Amount holds, so no later sum can overflow.
        var held = -state.Ledger.Platform(command.Currency).Assets.Units;
        return held + command.Amount.Units > Amount.MaxUnits ? RejectReason.AmountInvalid : RejectReason.None;
    }

    private static bool IsReference(string? text) =>
        text is { Length: > 0 and <= MaxReferenceLength } && text.All(c => c is >= ' ' and <= '~');
}
