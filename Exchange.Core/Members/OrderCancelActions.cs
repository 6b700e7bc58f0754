namespace Exchange.Core.Members;

/// <summary>
/// What the audit log says of the open orders of who is shut out. That they are to go is written in the transaction that shuts the door;
/// what became of them, when the engine has answered. A process that dies in between leaves the first alone; the next goes on there.
/// </summary>
public static class OrderCancelActions
{
    /// <summary>The engine has canceled them.</summary>
    public const string Done = "member.orders.cancel";

    /// <summary>They are to be canceled.</summary>
    public const string Asked = Done + ".asked";

    /// <summary>The engine did not confirm it.</summary>
    public const string Unconfirmed = Done + ".unconfirmed";
}
