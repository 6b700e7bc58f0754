using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>What is wrong with how a member wants to be written to.</summary>
public enum MailSettingsProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>We do not write in this language.</summary>
    LanguageUnknown,

    /// <summary>Not a code that we take.</summary>
    CodeInvalid,

    /// <summary>There was no password, and the sign-in is too long ago.</summary>
    PasswordMissing,

    /// <summary>Not the password, or too many wrong ones.</summary>
    PasswordWrong,

    /// <summary>The member has a second factor, and gave no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used before, or there were too many wrong ones.</summary>
    CodeWrong,
}

/// <summary>How a member is written to.</summary>
/// <param name="Language">In which language.</param>
/// <param name="Code">With which anti-phishing code, or null.</param>
public sealed record MailSettings(string Language, string? Code);

/// <summary>Sets in which language a member is written to, and the code by which they know our mail.</summary>
public sealed class SetMailSettings(IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, TimeProvider time)
{
    /// <summary>Fewest characters of a code.</summary>
    public const int MinCodeLength = 4;

    private const string CodePunctuation = " .,-_";

    /// <summary>How a member is written to now.</summary>
    public async Task<MailSettings> ReadAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Members.Where(m => m.Id == member.Value).Select(m => new MailSettings(m.Language, m.AntiPhishingCode))
            .SingleAsync(cancellationToken);
    }

    /// <summary>Sets both, or says what is wrong and changes nothing. Another code takes the password, lest a thief choose it.</summary>
    public async Task<MailSettingsProblem> ExecuteAsync(
        MemberId member, MailSettings settings, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!Languages.IsKnown(settings.Language)) return MailSettingsProblem.LanguageUnknown;
        var code = string.IsNullOrWhiteSpace(settings.Code) ? null : settings.Code.Trim(' ');
        if (code is not null && !IsCode(code)) return MailSettingsProblem.CodeInvalid;
        var before = await ReadAsync(member, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (before.Code != code)
        {
            var act = SensitiveAct.Of("member.anti_phishing_code", code ?? "");
            var approval = await stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
            if (!approval.IsConfirmed) return ProblemOf(approval.Verdict);
            if (!await stepUp.UseAsync(db, member, act, proof, approval, cancellationToken)) return MailSettingsProblem.PasswordMissing;
        }

        var now = time.GetUtcNow();
        await db.Members.Where(m => m.Id == member.Value).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Language, settings.Language).SetProperty(m => m.AntiPhishingCode, code)
                .SetProperty(m => m.UpdatedAt, now),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return MailSettingsProblem.None;
    }

    private static MailSettingsProblem ProblemOf(StepUpVerdict verdict) => verdict switch
    {
        StepUpVerdict.Confirmed or StepUpVerdict.Missing => MailSettingsProblem.PasswordMissing,
        StepUpVerdict.Wrong => MailSettingsProblem.PasswordWrong,
        StepUpVerdict.CodeMissing => MailSettingsProblem.CodeMissing,
        StepUpVerdict.CodeWrong => MailSettingsProblem.CodeWrong,
    };

    private static bool IsCode(string code) =>
        code.Length is >= MinCodeLength and <= Member.MaxAntiPhishingCodeLength
        && code.All(c => char.IsLetterOrDigit(c) || CodePunctuation.Contains(c, StringComparison.Ordinal));
}
