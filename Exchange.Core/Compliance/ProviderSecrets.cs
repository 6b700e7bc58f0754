using System.Text.Json;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Encrypts what a provider says of a person, each for its own row.</summary>
internal sealed class ProviderSecrets(IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher) : IReencryption
{
    private const string Table = "provider_checks";

    public ValueTask<string> ProtectUrlAsync(Guid check, Uri url, CancellationToken cancellationToken) =>
        cipher.ProtectAsync(UrlOf(check), url.AbsoluteUri, cancellationToken);

    public ValueTask<string> ProtectAsync(Guid check, ProviderFindings findings, CancellationToken cancellationToken) =>
        cipher.ProtectAsync(FindingsOf(check), JsonSerializer.Serialize(findings), cancellationToken);

    public async ValueTask<Uri?> UrlAsync(ProviderCheck check, CancellationToken cancellationToken) => check.HostedUrl is null
        ? null
        : new Uri(await cipher.RevealAsync(UrlOf(check.Id), check.HostedUrl, cancellationToken));

    public async ValueTask<ProviderFindings?> FindingsAsync(ProviderCheck check, CancellationToken cancellationToken) =>
        check.Findings is null
            ? null
            : JsonSerializer.Deserialize<ProviderFindings>(
                await cipher.RevealAsync(FindingsOf(check.Id), check.Findings, cancellationToken));

    /// <summary>Links and findings. A row that changes meanwhile is left alone: it was written with the newest key.</summary>
    public async Task<int> ReencryptAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var check in await db.ProviderChecks.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (await AnewAsync(UrlOf(check.Id), check.HostedUrl, cancellationToken) is { } url)
                count += await db.ProviderChecks.Where(c => c.Id == check.Id && c.HostedUrl == check.HostedUrl)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.HostedUrl, url), cancellationToken);
            if (await AnewAsync(FindingsOf(check.Id), check.Findings, cancellationToken) is { } findings)
                count += await db.ProviderChecks.Where(c => c.Id == check.Id && c.Findings == check.Findings)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.Findings, findings), cancellationToken);
        }

        return count;
    }

    private async Task<string?> AnewAsync(FieldPlace place, string? text, CancellationToken cancellationToken) =>
        text is null || await cipher.IsCurrentAsync(text, cancellationToken)
            ? null
            : await cipher.ProtectAsync(place, await cipher.RevealAsync(place, text, cancellationToken), cancellationToken);

    private static FieldPlace UrlOf(Guid check) => new(Table, "hosted_url", check);

    private static FieldPlace FindingsOf(Guid check) => new(Table, "findings", check);
}
