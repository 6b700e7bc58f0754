using System.Security.Cryptography;
using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why an API key was not made, in the order of the checks.</summary>
public enum CreateApiKeyRejectReason
{
    /// <summary>Made.</summary>
    None = 0,

    /// <summary>No label, too long a one, or one with control characters.</summary>
    LabelInvalid,

    /// <summary>It may do nothing, or something that does not exist.</summary>
    ScopesInvalid,

    /// <summary>Not the member's password, or too many wrong ones.</summary>
    PasswordWrong,

    /// <summary>The member is shut out.</summary>
    NotActive,

    /// <summary>The member has <see cref="ApiKey.MaxPerMember"/> keys.</summary>
    TooMany,
}

/// <summary>A key that was just made. The only place and time that shows its secret.</summary>
/// <param name="Reason">None when made.</param>
/// <param name="Kid">Its id; empty when refused.</param>
/// <param name="Secret">Its secret; empty when refused.</param>
public sealed record CreatedApiKey(CreateApiKeyRejectReason Reason, string Kid, string Secret)
{
    /// <inheritdoc/>
    public override string ToString() => $"CreatedApiKey {Kid}";
}

/// <summary>Makes an API key for a member who types the password again.</summary>
public sealed class CreateApiKey
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly SignIn _signIn;
    private readonly ApiKeySecrets _secrets;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal CreateApiKey(
        IDbContextFactory<ExchangeDbContext> contexts, SignIn signIn, ApiKeySecrets secrets, IAuditLog audit,
        TimeProvider time)
    {
        _contexts = contexts;
        _signIn = signIn;
        _secrets = secrets;
        _audit = audit;
        _time = time;
    }

    /// <summary>Makes the key, or says why not and changes nothing.</summary>
    public async Task<CreatedApiKey> ExecuteAsync(
        MemberId member, string? label, ApiKeyScopes scopes, string? password, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        var name = label?.Trim() ?? "";
        if (name.Length is 0 or > ApiKey.MaxLabelLength || name.Any(char.IsControl))
            return Refused(CreateApiKeyRejectReason.LabelInvalid);
        if (scopes is ApiKeyScopes.None || (scopes & ~(ApiKeyScopes.Read | ApiKeyScopes.Trade)) != 0)
            return Refused(CreateApiKeyRejectReason.ScopesInvalid);
        if (!await _signIn.ConfirmPasswordAsync(member, password, cancellationToken))
            return Refused(CreateApiKeyRejectReason.PasswordWrong);
        return await AddAsync(member, name, scopes, origin, cancellationToken);
    }

    /// <summary>Makes a key without a password: for the program itself, never for a request.</summary>
    internal Task<CreatedApiKey> ForProgramAsync(
        MemberId member, string label, ApiKeyScopes scopes, CancellationToken cancellationToken) =>
        AddAsync(member, label, scopes, new RequestOrigin("", ""), cancellationToken);

    private async Task<CreatedApiKey> AddAsync(
        MemberId member, string label, ApiKeyScopes scopes, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Locks the member's row until the commit, so that ten keys stay ten when two requests come at once.
        var active = await db.Members.Where(m => m.Id == member.Value && m.State == MemberState.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Level, m => m.Level), cancellationToken);
        if (active == 0) return Refused(CreateApiKeyRejectReason.NotActive);
        if (await db.ApiKeys.CountAsync(k => k.MemberId == member.Value, cancellationToken) >= ApiKey.MaxPerMember)
            return Refused(CreateApiKeyRejectReason.TooMany);

        var kid = RandomNumberGenerator.GetHexString(ApiKey.KidDigits, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(ApiKey.SecretDigits, lowercase: true);
        db.ApiKeys.Add(new ApiKey
        {
            Kid = kid,
            MemberId = member.Value,
            Label = label,
            ProtectedSecret = _secrets.Protect(secret),
            Scopes = scopes,
            IsActive = true,
            CreatedAt = _time.GetUtcNow(),
        });
        var change = new AuditRecord(member.Value, "api_key.create", kid)
        {
            After = scopes.ToString(),
            Address = origin.Address,
        };
        await _audit.AppendAsync(db, change, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CreatedApiKey(CreateApiKeyRejectReason.None, kid, secret);
    }

    private static CreatedApiKey Refused(CreateApiKeyRejectReason reason) => new(reason, "", "");
}
