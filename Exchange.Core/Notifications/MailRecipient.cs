namespace Exchange.Core.Notifications;

/// <summary>Who gets a mail, and what the room must know of them to write it.</summary>
/// <param name="MemberId">The member it is about.</param>
/// <param name="Address">Where it goes: always the address that is stored, never the one that was typed.</param>
/// <param name="Language">In which language.</param>
/// <param name="Code">The member's anti-phishing code, or null.</param>
public sealed record MailRecipient(long MemberId, string Address, string Language, string? Code)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(MailRecipient);
}
