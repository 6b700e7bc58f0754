using System.Globalization;
using Exchange.Core.Privacy;

namespace Exchange.Web.Account;

/// <summary>What members read about their data.</summary>
internal static class PrivacyTexts
{
    /// <summary>What is kept, why, and how long, for the member; docs/privacy.md says it by table.</summary>
    public static IEnumerable<(string What, string Why, string Until)> Kept(PrivacyOptions options)
    {
        var cooling = options.CoolingOffDays == 0 ? "Until you close the account" : $"Until {Days(options.CoolingOffDays)} after closing";
        var years = options.RetentionYears.ToString(CultureInfo.InvariantCulture);
        var retention = $"{years} {(options.RetentionYears == 1 ? "year" : "years")} after closing";
        yield return ("Password, second factor, sessions, API keys, links and codes", "To let you in, and nobody else", cooling);
        yield return ("Sign-ins and other activity, with address and browser", "So that you and we see who was in your account", cooling);
        yield return ("Mails, notices and how you want them", "To tell you what happened", cooling);
        yield return (
            "Telephone numbers that were not confirmed, drafts, labels of your programs, your language and other choices",
            "To do what you asked for", cooling);
        yield return (
            "E-mail address, name, birth, address, telephone, documents and their review", "Art. 40(1)(a) of Directive (EU) 2015/849: "
            + "who our customers are", retention);
        yield return (
            "What staff wrote and did about the account", "Art. 40(1) of the same, and Art. 5(2) GDPR: to answer for it", retention);
        yield return (
            "Orders, trades and ledger", "Art. 40(1)(b) of the same; the books of all members must add up",
            $"Without end, but {retention.ToLowerInvariant()} nothing tells any more that they were yours");
    }

    /// <summary>A number of days.</summary>
    public static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    /// <summary>Whether a refusal stands beside the field for password or code.</summary>
    public static bool IsAboutProof(ExportRejectReason reason) => reason is ExportRejectReason.PasswordMissing
        or ExportRejectReason.PasswordWrong or ExportRejectReason.CodeMissing or ExportRejectReason.CodeWrong;

    /// <summary>Whether a refusal stands beside the field for password or code.</summary>
    public static bool IsAboutProof(CloseRejectReason reason) => reason is CloseRejectReason.PasswordMissing
        or CloseRejectReason.PasswordWrong or CloseRejectReason.CodeMissing or CloseRejectReason.CodeWrong;

    /// <summary>Why there is no export.</summary>
    public static string? Refusal(ExportRejectReason reason, PrivacyOptions options) => reason switch
    {
        ExportRejectReason.None => null,
        ExportRejectReason.UnderWay => "An export of yours is being made. Wait until it has ended.",
        ExportRejectReason.Busy => "Too many exports are being made. Try again in a few minutes.",
        ExportRejectReason.TooMany => $"You have had {options.ExportsPerDay} exports in the last 24 hours, the most there can be.",
        ExportRejectReason.PasswordMissing => AccountTexts.PasswordNeeded,
        ExportRejectReason.PasswordWrong => AccountTexts.WrongPassword,
        ExportRejectReason.CodeMissing => AccountTexts.CodeNeeded,
        ExportRejectReason.CodeWrong => AccountTexts.WrongCode,
    };

    /// <summary>Why the account is not closed.</summary>
    public static string? Refusal(CloseRejectReason reason, PrivacyOptions options) => reason switch
    {
        CloseRejectReason.None => null,
        CloseRejectReason.ReasonInvalid => $"At most {AccountClosing.MaxReasonLength} characters, in one line.",
        CloseRejectReason.OpenOrders => "You have open orders. Cancel them first.",
        CloseRejectReason.BalanceLeft =>
            "There is still money in the account. Withdraw or sell it first; "
            + $"what is worth at most {options.Dust} in all may stay, and is lost.",
        CloseRejectReason.LastSuperadmin => "You are the only superadmin: nobody could run the exchange.",
        CloseRejectReason.PasswordMissing => AccountTexts.PasswordNeeded,
        CloseRejectReason.PasswordWrong => AccountTexts.WrongPassword,
        CloseRejectReason.CodeMissing => AccountTexts.CodeNeeded,
        CloseRejectReason.CodeWrong => AccountTexts.WrongCode,
        CloseRejectReason.NotOpen => "The account is closed or frozen already.",
    };
}
