using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.Members;

/// <summary>
/// Asks passkeys and checks their answers. The framework knows the standard; here each question stands in a table with whom, in which
/// session and for what it was asked, until its one answer comes.
/// </summary>
internal sealed partial class PasskeyCeremonies(
    IDbContextFactory<ExchangeDbContext> contexts, IServiceScopeFactory scopes, PasskeySite site, TimeProvider time,
    ILogger<PasskeyCeremonies> logger)
{
    /// <summary>For so long a question waits for its answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Most questions of a member that wait at once.</summary>
    public const int MaxOpen = 20;

    /// <summary>Bytes of randomness in a question.</summary>
    public const int ChallengeBytes = 32;

    private const int KeyBytes = 32;

    /// <summary>
    /// Asks one of a member's passkeys, or, of nobody in particular, any that knows this site. Null when there is none to ask, or too many
    /// questions wait.
    /// </summary>
    public async Task<PasskeyQuestion?> AskAsync(
        MemberId? member, long? session, SensitiveAct act, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!site.IsUsable || (member is { } known && !await MayAskAsync(db, known, cancellationToken))) return null;
        await using var framework = new Framework(scopes);
        var made = await framework.Handler.MakeRequestOptionsAsync(
            member is { } id ? await framework.MemberAsync(id) : null, framework.Http);
        var key = Keep(db, member, session, act, made.AssertionState!);
        await db.SaveChangesAsync(cancellationToken);
        return new PasskeyQuestion(made.RequestOptionsJson, key);
    }

    /// <summary>Asks for a new passkey of a member, in the caller's context.</summary>
    public async Task<PasskeyQuestion> AskForNewAsync(ExchangeDbContext db, MemberId member, long? session, SensitiveAct act)
    {
        await using var framework = new Framework(scopes);
        var row = await framework.MemberAsync(member);
        var entity = new PasskeyUserEntity
        {
            Id = member.Value.ToString(CultureInfo.InvariantCulture),
            Name = row.Email!,
            DisplayName = row.Email!,
        };
        var made = await framework.Handler.MakeCreationOptionsAsync(entity, framework.Http);
        return new PasskeyQuestion(made.CreationOptionsJson, Keep(db, member, session, act, made.AttestationState!));
    }

    /// <summary>Whose passkey has answered the question rightly; null when none has. The question is gone either way.</summary>
    public async Task<MemberId?> ConfirmAsync(
        MemberId? member, long? session, SensitiveAct act, PasskeyExchange given, CancellationToken cancellationToken)
    {
        if (await TakeAsync(member, session, act, given, cancellationToken) is not { } state) return null;
        await using var framework = new Framework(scopes);
        var result = await framework.Handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            CredentialJson = given.Answer!,
            AssertionState = state,
            HttpContext = framework.Http,
        });
        if (result.Succeeded && await CountUseAsync(result.User.Id, result.Passkey, cancellationToken)) return result.User.MemberId;
        LogRefused(result.Failure?.Message ?? "used meanwhile, or removed");
        return null;
    }

    /// <summary>The new passkey that answers the question; null when the answer is not right. The question is gone either way.</summary>
    public async Task<UserPasskeyInfo?> ReadNewAsync(
        MemberId member, long? session, SensitiveAct act, PasskeyExchange given, CancellationToken cancellationToken)
    {
        if (await TakeAsync(member, session, act, given, cancellationToken) is not { } state) return null;
        await using var framework = new Framework(scopes);
        var result = await framework.Handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            CredentialJson = given.Answer!,
            AttestationState = state,
            HttpContext = framework.Http,
        });
        if (result.Succeeded) return result.Passkey;
        LogRefused(result.Failure.Message);
        return null;
    }

    private async Task<bool> MayAskAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.Passkeys.AnyAsync(p => p.MemberId == member.Value, cancellationToken)
            && await db.PasskeyCeremonies.CountAsync(c => c.MemberId == member.Value && c.ExpiresAt > now, cancellationToken) < MaxOpen;
    }

    private string Keep(ExchangeDbContext db, MemberId? member, long? session, SensitiveAct act, string state)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        db.PasskeyCeremonies.Add(new PasskeyCeremony
        {
            KeyHash = HashOf(key),
            MemberId = member?.Value,
            SessionId = session,
            Act = act.Name,
            DataHash = act.DataHash,
            State = state,
            ExpiresAt = time.GetUtcNow() + Lifetime,
        });
        return key;
    }

    /// <summary>Takes a question away for its answer. One statement decides, so of two answers at once one is the first.</summary>
    private async Task<string?> TakeAsync(
        MemberId? member, long? session, SensitiveAct act, PasskeyExchange given, CancellationToken cancellationToken)
    {
        if (given is not { Key.Length: KeyBytes * 2, Answer.Length: > 0 and <= PasskeyExchange.MaxAnswerLength }) return null;
        var (hash, asked, name, data, now) = (HashOf(given.Key), member?.Value, act.Name, act.DataHash, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.PasskeyCeremonies.Where(c => c.KeyHash == hash && c.MemberId == asked && c.SessionId == session)
            .Where(c => c.Act == name && c.DataHash == data && c.ExpiresAt > now);
        var state = await found.Select(c => c.State).SingleOrDefaultAsync(cancellationToken);
        return state is not null && await found.ExecuteDeleteAsync(cancellationToken) == 1 ? state : null;
    }

    /// <summary>
    /// Remembers how often a passkey has signed, by which a copied one is found. The condition stands here again: of two answers with the
    /// same count at once one is the first, and a passkey that is removed meanwhile counts no more.
    /// </summary>
    private async Task<bool> CountUseAsync(long member, UserPasskeyInfo used, CancellationToken cancellationToken)
    {
        var (credential, count, isBackedUp) = (used.CredentialId, (long)used.SignCount, used.IsBackedUp);
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys.Where(p => p.MemberId == member && p.CredentialId == credential)
            .Where(p => p.SignCount < count || (p.SignCount == 0 && count == 0))
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, isBackedUp)
                    .SetProperty(p => p.LastUsedAt, now),
                cancellationToken) == 1;
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    [LoggerMessage(Level = LogLevel.Information, Message = "The answer of a passkey was refused: {Reason}")]
    private partial void LogRefused(string reason);

    /// <summary>The framework's part, for one use. Domain and origins are set, so it reads nothing from the request it asks for.</summary>
    private sealed class Framework : IAsyncDisposable
    {
        private readonly AsyncServiceScope _scope;

        public Framework(IServiceScopeFactory scopes)
        {
            _scope = scopes.CreateAsyncScope();
            Http = new DefaultHttpContext { RequestServices = _scope.ServiceProvider };
        }

        public HttpContext Http { get; }

        public IPasskeyHandler<Member> Handler => _scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Member>>();

        public async Task<Member> MemberAsync(MemberId member) =>
            await _scope.ServiceProvider.GetRequiredService<UserManager<Member>>()
                .FindByIdAsync(member.Value.ToString(CultureInfo.InvariantCulture))
            ?? throw new InvalidOperationException("Nobody has this id.");

        public ValueTask DisposeAsync() => _scope.DisposeAsync();
    }
}
