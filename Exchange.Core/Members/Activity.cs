using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>
/// Something a member did, or someone tried in a member's name. Topics, actions and results are Barong's. Never
/// changes.
/// </summary>
public sealed class Activity
{
    /// <summary>Signing in and out.</summary>
    public const string SessionTopic = "session";

    /// <summary>The account itself.</summary>
    public const string AccountTopic = "account";

    /// <summary>The password.</summary>
    public const string PasswordTopic = "password";

    /// <summary>The second factor.</summary>
    public const string SecondFactorTopic = "otp";

    /// <summary>Signing in.</summary>
    public const string Login = "login";

    /// <summary>Signing in with a second factor.</summary>
    public const string SecondFactorLogin = "login::2fa";

    /// <summary>A sign-in was ended from another one.</summary>
    public const string SessionEnd = "session end";

    /// <summary>A secret for an authenticator was shown.</summary>
    public const string SecondFactorRequest = "request QR code for 2FA";

    /// <summary>The second factor was turned on.</summary>
    public const string SecondFactorOn = "enable 2FA";

    /// <summary>The second factor was turned off.</summary>
    public const string SecondFactorOff = "disable 2FA";

    /// <summary>A code of the second factor was checked.</summary>
    public const string SecondFactorCheck = "verify 2FA code";

    /// <summary>New recovery codes were made.</summary>
    public const string RecoveryCodesMade = "make recovery codes";

    /// <summary>A passkey was added.</summary>
    public const string PasskeyAdded = "add passkey";

    /// <summary>A passkey was removed.</summary>
    public const string PasskeyRemoved = "remove passkey";

    /// <summary>The member has frozen the account.</summary>
    public const string Freeze = "account freeze";

    /// <summary>The member took all that is kept about them.</summary>
    public const string DataExport = "data export";

    /// <summary>The member has closed the account.</summary>
    public const string Closing = "account closing";

    /// <summary>Somebody asked for a mail to choose another password.</summary>
    public const string PasswordResetRequest = "request password reset";

    /// <summary>Another password was chosen by way of a mail.</summary>
    public const string PasswordReset = "password reset";

    /// <summary>The address was shown to be the member's.</summary>
    public const string EmailConfirmation = "email confirmation";

    /// <summary>Somebody asked for another address.</summary>
    public const string EmailChangeRequest = "request email change";

    /// <summary>The address was changed, with the yes of both addresses.</summary>
    public const string EmailChange = "email change";

    /// <summary>A password was changed by who knew it.</summary>
    public const string PasswordChange = "password change";

    /// <summary>An API key was made.</summary>
    public const string ApiKeyCreation = "api key creation";

    /// <summary>An API key was deleted.</summary>
    public const string ApiKeyDeletion = "api key deletion";

    /// <summary>It was done.</summary>
    public const string Succeeded = "succeed";

    /// <summary>It was not.</summary>
    public const string Failed = "failed";

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Whose account.</summary>
    public long MemberId { get; init; }

    /// <summary><c>session</c>, <c>otp</c>, <c>password</c> or <c>account</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>For example <c>login</c>.</summary>
    public required string Action { get; init; }

    /// <summary><c>succeed</c>, <c>failed</c> or <c>denied</c>.</summary>
    public required string Result { get; init; }

    /// <summary>From which address.</summary>
    public required string Address { get; init; }

    /// <summary>By which browser.</summary>
    public required string UserAgent { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>A row for something that happened now.</summary>
    public static Activity Of(
        long member, string topic, string action, bool succeeded, RequestOrigin origin, DateTimeOffset at) => new()
        {
            MemberId = member,
            Topic = topic,
            Action = action,
            Result = succeeded ? Succeeded : Failed,
            Address = origin.Address,
            UserAgent = origin.UserAgent,
            At = at,
        };
}

internal sealed class ActivityConfiguration : IEntityTypeConfiguration<Activity>
{
    public void Configure(EntityTypeBuilder<Activity> builder)
    {
        builder.ToTable("activities");
        builder.Property(a => a.Topic).HasMaxLength(20);
        builder.Property(a => a.Action).HasMaxLength(40);
        builder.Property(a => a.Result).HasMaxLength(20);
        builder.Property(a => a.Address).HasMaxLength(RequestOrigin.MaxAddressLength);
        builder.Property(a => a.UserAgent).HasMaxLength(RequestOrigin.MaxUserAgentLength);
        builder.HasIndex(a => new { a.MemberId, a.Id });
    }
}
