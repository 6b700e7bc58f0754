using System.Runtime.CompilerServices;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Privacy;

/// <summary>The account and what happened with it, as files of an export. No hash, no secret, no word of the staff.</summary>
internal sealed class AccountFiles(
    IDbContextFactory<ExchangeDbContext> contexts, Profiles profiles, ApiKeyQueries keys, Sessions sessions,
    MemberNotifications notifications, FieldCipher cipher)
{
    /// <summary>The private labels that say how far a member is verified; others are notes of the staff.</summary>
    private static readonly string[] OwnLabels =
        [LabelKeys.Email, LabelKeys.Phone, LabelKeys.Profile, LabelKeys.Document, LabelKeys.Address, LabelKeys.Company];

    public IEnumerable<ExportFile> Of(MemberId member) =>
    [
        ExportFile.One("account.json", "Your account: address, state, level, choices.", c => AccountAsync(member, c)),
        ExportFile.One("profile.json", "What you said of yourself.", c => ProfileAsync(member, c)),
        ExportFile.Many("phones.json", "Your telephone numbers.", c => PhonesAsync(member, c)),
        ExportFile.Many("labels.json", "What was shown to be true, and what programs of yours have noted.", c => LabelsAsync(member, c)),
        ExportFile.One("preferences.json", "How you hear of what.", c => notifications.ChoicesAsync(member, c)),
        ExportFile.One("sessions.json", "Where you are signed in.", c => SessionsAsync(member, c)),
        ExportFile.Many("activity.json", "What was done with the account, or tried, oldest first.", c => ActivityAsync(member, c)),
        ExportFile.Many("own-acts.json", "Changes that you made to the account, from the audit log.", c => OwnActsAsync(member, c)),
        ExportFile.Many("notifications.json", "What you were told on the site.", c => NoticesAsync(member, c)),
        ExportFile.Many("messages.json", "Mails and short messages to you, without their content.", c => MessagesAsync(member, c)),
        ExportFile.Many("passkeys.json", "Your passkeys: their names, not what they sign with.", c => PasskeysAsync(member, c)),
        ExportFile.One("api-keys.json", "Your API keys, without their secrets.", c => KeysAsync(member, c)),
    ];

    private async Task<object> AccountAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Members.AsNoTracking().Where(m => m.Id == member.Value).Select(m => new
        {
            m.Uid,
            m.Email,
            m.EmailConfirmed,
            m.State,
            m.Level,
            m.Role,
            m.Language,
            m.QuoteCurrency,
            m.AntiPhishingCode,
            m.Data,
            SecondFactor = m.TwoFactorEnabled,
            m.CreatedAt,
            m.UpdatedAt,
        }).SingleAsync(cancellationToken);
    }

    private async Task<object?> ProfileAsync(MemberId member, CancellationToken cancellationToken) =>
        await profiles.FindAsync(member, cancellationToken) is { } profile
            ? new
            {
                State = PersonalProfile.NameOf(profile.State),
                profile.Fields.FirstName,
                profile.Fields.LastName,
                profile.Fields.DateOfBirth,
                profile.Fields.Address,
                profile.Fields.Postcode,
                profile.Fields.City,
                profile.Fields.Country,
                profile.Fields.Metadata,
                profile.CreatedAt,
                profile.UpdatedAt,
            }
            : null;

    private async IAsyncEnumerable<object> PhonesAsync(MemberId member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var phone in await db.Phones.AsNoTracking().Where(p => p.MemberId == member.Value).ToListAsync(cancellationToken))
        {
            var number = await cipher.RevealAsync(PhoneVerification.PlaceOf(phone), phone.Number, cancellationToken);
            yield return new { Number = number, phone.Country, ConfirmedAt = phone.ValidatedAt, phone.CreatedAt };
        }
    }

    private IAsyncEnumerable<object> LabelsAsync(MemberId member, CancellationToken cancellationToken) => RowsAsync(
        db => db.Labels.Where(l => l.MemberId == member.Value && (l.Scope == LabelScope.Public || OwnLabels.Contains(l.Key)))
            .OrderBy(l => l.Id).Select(l => new { l.Key, l.Value, l.Scope, l.CreatedAt, l.UpdatedAt }),
        cancellationToken);

    private async Task<IEnumerable<object>> SessionsAsync(MemberId member, CancellationToken cancellationToken) =>
        (await sessions.ListAsync(member, cancellationToken)).Select(
            s => new { s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.SecondFactorAt, s.Address, s.UserAgent });

    private IAsyncEnumerable<object> ActivityAsync(MemberId member, CancellationToken cancellationToken) => RowsAsync(
        db => db.Activities.Where(a => a.MemberId == member.Value).OrderBy(a => a.Id)
            .Select(a => new { a.At, a.Topic, a.Action, a.Result, a.Address, a.UserAgent }),
        cancellationToken);

    /// <summary>What somebody of the staff does to others is the exchange's, not theirs.</summary>
    private IAsyncEnumerable<object> OwnActsAsync(MemberId member, CancellationToken cancellationToken) => RowsAsync(
        db =>
        {
            var (byNumber, members) = ($"member {member.Value}", db.Members);
            return db.Set<AuditEntry>().Where(e => e.ActorId == member.Value)
                .Where(e => e.Target == byNumber || e.Action.StartsWith("api_key.")
                    || members.Any(m => m.Id == member.Value && m.Uid == e.Target))
                .OrderBy(e => e.Id).Select(e => new { e.At, e.Action, e.Address });
        },
        cancellationToken);

    private IAsyncEnumerable<object> NoticesAsync(MemberId member, CancellationToken cancellationToken) => RowsAsync(
        db => db.Notifications.Where(n => n.MemberId == member.Value).OrderBy(n => n.Id)
            .Select(n => new { n.CreatedAt, n.Topic, n.Title, n.Text, n.ReadAt }),
        cancellationToken);

    private IAsyncEnumerable<object> MessagesAsync(MemberId member, CancellationToken cancellationToken) => RowsAsync(
        db => db.OutboxMessages.Where(m => m.MemberId == member.Value)
            .Where(m => m.Channel == OutboxChannel.Mail || m.Channel == OutboxChannel.Sms).OrderBy(m => m.Id)
            .Select(m => new { m.CreatedAt, SentAt = m.DoneAt, m.Channel, m.Recipient, About = m.Template, m.Language, m.State }),
        cancellationToken);

    private IAsyncEnumerable<object> PasskeysAsync(MemberId member, CancellationToken cancellationToken) => RowsAsync(
        db => db.Passkeys.Where(p => p.MemberId == member.Value).OrderBy(p => p.Id)
            .Select(p => new { p.Name, p.CreatedAt, p.LastUsedAt, p.IsBackedUp }),
        cancellationToken);

    private async Task<IEnumerable<object>> KeysAsync(MemberId member, CancellationToken cancellationToken) =>
        (await keys.ListAsync(member, cancellationToken)).Select(k => new
        {
            k.Kid,
            k.Terms.Label,
            Scopes = ApiKeyScopeNames.Of(k.Terms.Scopes),
            k.Terms.Addresses,
            k.IsActive,
            k.Terms.ExpiresAt,
            k.CreatedAt,
            k.UpdatedAt,
            k.LastUsedAt,
        });

    private async IAsyncEnumerable<object> RowsAsync<T>(
        Func<ExchangeDbContext, IQueryable<T>> query, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in query(db).AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken)) yield return row;
    }
}
