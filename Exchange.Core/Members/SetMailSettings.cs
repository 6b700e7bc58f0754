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
        MemberId member, MailSettings settings, StepUpProof proof, CancellationToken cancellationToken)
    {
        if (!Languages.IsKnown(settings.Language)) return MailSettingsProblem.LanguageUnknown;
        var code = string.IsNullOrWhiteSpace(settings.Code) ? null : settings.Code.Trim(' ');
        if (code is not null && !IsCode(code)) return MailSettingsProblem.CodeInvalid;
        var before = await ReadAsync(member, cancellationToken);
        if (before.Code != code)
        {
            var verdict = await stepUp.CheckAsync(member, proof, cancellationToken);
            if (verdict == StepUpVerdict.Missing) return MailSettingsProblem.PasswordMissing;
            if (verdict == StepUpVerdict.Wrong) return MailSettingsProblem.PasswordWrong;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Members.Where(m => m.Id == member.Value).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Language, settings.Language).SetProperty(m => m.AntiPhishingCode, code)
                .SetProperty(m => m.UpdatedAt, now),
            cancellationToken);
        return MailSettingsProblem.None;
    }

    private static bool IsCode(string code) =>
        code.Length is >= MinCodeLength and <= Member.MaxAntiPhishingCodeLength
        && code.All(c => char.IsLetterOrDigit(c) || CodePunctuation.Contains(c, StringComparison.Ordinal));
}
