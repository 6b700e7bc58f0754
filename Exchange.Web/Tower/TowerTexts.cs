using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Tower;
using Exchange.Core.Trading;

namespace Exchange.Web.Tower;

/// <summary>What the staff reads.</summary>
internal static class TowerTexts
{
    /// <summary>Why an act was refused.</summary>
    public static string Refusal(StaffOutcome outcome) => outcome.Reason switch
    {
        StaffRejectReason.None => "",
        StaffRejectReason.NotPermitted => Refusal(outcome.Verdict),
        StaffRejectReason.ReasonMissing => string.Create(
            CultureInfo.InvariantCulture, $"Say why, in at least {StaffReason.MinLength} characters. It goes into the audit log."),
        StaffRejectReason.ReasonTooLong => string.Create(
            CultureInfo.InvariantCulture, $"The reason is too long: at most {StaffReason.MaxLength} characters."),
        StaffRejectReason.NotFound => "It is not there any more.",
        StaffRejectReason.ValueUnknown => "This cannot be set here.",
        StaffRejectReason.Unchanged => "It is that already.",
        StaffRejectReason.ChangedMeanwhile => "Somebody else changed it in the meantime. Look again before you decide.",
        StaffRejectReason.Own => "Nobody changes their own role, state or permissions. Ask another.",
        StaffRejectReason.Above => "This needs someone who may do everything that this role may.",
        StaffRejectReason.LastSuperadmin => "The exchange would be left without a superadmin.",
        StaffRejectReason.TextInvalid => "A text is empty or too long.",
        StaffRejectReason.SecondPersonNeeded => "Another person must be the second.",
    };

    /// <summary>Why an act of a review was refused.</summary>
    public static string Refusal(ReviewRejectReason reason) => reason switch
    {
        ReviewRejectReason.None => "",
        ReviewRejectReason.NotPermitted => Refusal(PermissionVerdict.NotGranted),
        ReviewRejectReason.Unknown => "It is not there any more.",
        ReviewRejectReason.OwnReview => "Nobody reviews themselves.",
        ReviewRejectReason.ClaimedByOther => "Somebody else has claimed this review. Nothing was changed.",
        ReviewRejectReason.NotClaimed =>
            "You have not claimed this review, or your claim has run out. Nothing was changed: claim it first.",
        ReviewRejectReason.AlreadyDecided => "It is decided already, see below. Nothing was changed.",
        ReviewRejectReason.Replaced => "The member sent another in its place, which waits below. Nothing was changed.",
        ReviewRejectReason.SecondPersonNeeded => "Another person must be the second.",
        ReviewRejectReason.ReasonInvalid => string.Create(
            CultureInfo.InvariantCulture, $"Give a reason of 3 to {ReviewItem.MaxReasonLength} characters."),
        ReviewRejectReason.ScreeningOutstanding =>
            "This member, as they are now, was not compared with the lists yet. Nothing was changed: try again in a minute, or look why.",
        ReviewRejectReason.ScreeningCaseOpen =>
            "A case of screening is open for this member. Nothing was changed: it must be decided first.",
        ReviewRejectReason.NoConsent => "The member has not agreed that their data go to the provider. Nothing was sent.",
        ReviewRejectReason.NotComplete =>
            "Nothing waits that could be sent, or something is missing: a submitted profile and all pictures of one identity document.",
    };

    /// <summary>How far an item has come.</summary>
    public static (string Word, string Badge) Item(ReviewItemState state) => state switch
    {
        ReviewItemState.Pending => ("Waits", "badge-warn"),
        ReviewItemState.ApprovedOnce => ("Waits for the second person", "badge-warn"),
        ReviewItemState.Approved => ("Approved", "badge-up"),
        ReviewItemState.Rejected => ("Rejected", "badge-down"),
        ReviewItemState.Replaced => ("Replaced", ""),
    };

    /// <summary>What a provider found.</summary>
    public static (string Word, string Badge) Verdict(ProviderVerdict verdict) => verdict switch
    {
        ProviderVerdict.None => ("Nothing yet", ""),
        ProviderVerdict.Approved => ("Approved", "badge-up"),
        ProviderVerdict.Rejected => ("Rejected", "badge-down"),
        ProviderVerdict.NeedsReview => ("Somebody must look", "badge-warn"),
    };

    /// <summary>How far a check at a provider is.</summary>
    public static (string Word, string Badge) Step(ProviderCheckView check) => check.Step switch
    {
        ProviderCheckStep.Sending => ("Being sent", "badge-warn"),
        ProviderCheckStep.Checking => ("Being checked", "badge-warn"),
        ProviderCheckStep.Found => Verdict(check.Check.Verdict),
        ProviderCheckStep.Failed => ("Could not be sent", "badge-down"),
        ProviderCheckStep.NotSent => ("Not sent", ""),
    };

    private const string Unconfirmed =
        "The engine could not confirm that their open orders are canceled: look at the tab Orders, and cancel them again.";

    /// <summary>Why a page or act is closed.</summary>
    public static string Refusal(PermissionVerdict verdict) => verdict switch
    {
        PermissionVerdict.Granted => "",
        PermissionVerdict.SessionEnded => "Your session has ended. Sign in again.",
        PermissionVerdict.NotGranted => "Your role does not hold the permission for this. The attempt is in the audit log.",
        PermissionVerdict.SecondFactorMissing => "Tower opens only to a session that was confirmed with a second factor. "
            + "Turn one on under Account, Security, or sign in again.",
    };

    /// <summary>What was just done.</summary>
    public static string? Done(string? mark) => mark switch
    {
        "state" => "The state is changed, and the member's sessions have ended.",
        "state-canceled" => "The state is changed, the member's sessions have ended, and their open orders are canceled.",
        "state-unconfirmed" => "The state is changed, and the member's sessions have ended. " + Unconfirmed,
        "orders-canceled" => "Their open orders are canceled.",
        "orders-unconfirmed" => Unconfirmed,
        "role" => "The role is changed, and the member's sessions have ended.",
        "sessions" => "The sessions have ended.",
        "factor" => "The second factor is removed.",
        "restore" => "The account is theirs again.",
        "hold" => "The hold is changed.",
        "label" => "The label is changed, and the level with it.",
        "claimed" => "The review is yours.",
        "released" => "The review is free for others.",
        "approved" => "The item is approved.",
        "rejected" => "The item is rejected. The member reads the reason and sends only that again.",
        "requested" => "The member is asked for more.",
        "sent" => "The review goes to the provider now.",
        "nothing" => "Nothing waits that you could take.",
        "note" => "The note is saved.",
        "note-changed" => "The note is changed. The audit log keeps what it said.",
        "note-removed" => "The note is removed. The audit log keeps its text.",
        "list" => "The list is loaded. Everybody is compared with it within a few minutes.",
        "provider" => "The provider is asked again within a few minutes.",
        "case-taken" => "The case is yours.",
        "case-released" => "The case is free for others.",
        "case-decided" => "The case is decided.",
        "case-decided-canceled" => "The case is decided, and the member's open orders are canceled.",
        "case-decided-unconfirmed" => "The case is decided. " + Unconfirmed,
        "case-first" => "It is written down. A second person must say so, too.",
        "permissions" => "The permissions are changed. They count from the next act on.",
        "setting" => "The setting is changed.",
        "market-state" => "The market's state is changed. Members see it at once.",
        "market-protection" => "The market's protection is changed.",
        "announcement" => "The announcement is saved.",
        _ => null,
    };

    /// <summary>How a mark goes on that says what became of orders.</summary>
    public static string OrdersMark(CancelResult? orders) => orders switch
    {
        null => "",
        { Reason: CancelRejectReason.None } => "-canceled",
        _ => "-unconfirmed",
    };

    /// <summary>A time to the second, as a table shows it.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time in a form's field, in UTC.</summary>
    public static string Field(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A time in a hidden field: nothing of it is lost.</summary>
    public static string Exactly(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The time in a form's field, or null; false when it is none.</summary>
    public static bool TryField(string? text, out DateTimeOffset? at)
    {
        at = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return false;
        at = parsed.ToUniversalTime();
        return true;
    }

    /// <summary>A state, for people.</summary>
    public static string State(MemberState state) => Capitalised(MemberStanding.StateName(state));

    /// <summary>The look of a state.</summary>
    public static string StateBadge(MemberState state) => state switch
    {
        MemberState.Active => "badge-up",
        MemberState.Pending => "badge-warn",
        MemberState.Banned or MemberState.Locked or MemberState.Deleted => "badge-down",
    };

    /// <summary>What the button says that leads to a state.</summary>
    public static string StateAct(MemberState to) => to switch
    {
        MemberState.Active => "Readmit",
        MemberState.Locked => "Lock",
        MemberState.Banned => "Ban",
        MemberState.Pending or MemberState.Deleted => State(to),
    };

    /// <summary>Where an announcement is in its life.</summary>
    public static (string Word, string Badge) Phase(AnnouncementPhase phase) => phase switch
    {
        AnnouncementPhase.Draft => ("Draft", ""),
        AnnouncementPhase.Scheduled => ("Scheduled", "badge-warn"),
        AnnouncementPhase.Live => ("Live", "badge-up"),
        AnnouncementPhase.Ended => ("Ended", ""),
    };

    /// <summary>With a capital at the beginning.</summary>
    public static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
