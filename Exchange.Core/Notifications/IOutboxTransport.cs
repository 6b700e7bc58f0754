namespace Exchange.Core.Notifications;

/// <summary>Carries the messages of one channel out of the program.</summary>
internal interface IOutboxTransport
{
    /// <summary>The channel.</summary>
    OutboxChannel Channel { get; }

    /// <summary>
    /// Ends when the other side has taken the message. Throws <see cref="DeliveryRefusedException"/> when it never will, and anything
    /// else when a later try may help.
    /// </summary>
    Task DeliverAsync(OutboxMessage message, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);
}

/// <summary>The other side did not take this message; a later try may help. Its text holds no address and no content.</summary>
public sealed class DeliveryFailedException : Exception
{
    /// <summary>A failure.</summary>
    public DeliveryFailedException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with what led to it.</summary>
    public DeliveryFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The other side will never take this message. Its text holds no address and no content.</summary>
public sealed class DeliveryRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    public DeliveryRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with what led to it.</summary>
    public DeliveryRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
