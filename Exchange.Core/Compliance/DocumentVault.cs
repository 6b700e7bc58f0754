using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Encrypts files on their way into the store and decrypts them on their way out. Each opens under its own key only.</summary>
internal sealed class DocumentVault(IDbContextFactory<ExchangeDbContext> contexts, IDocumentStore store, FieldCipher cipher) : IReencryption
{
    public async Task WriteAsync(Guid id, byte[] bytes, CancellationToken cancellationToken) =>
        await store.PutAsync(id, await cipher.ProtectAsync(PlaceOf(id), bytes, cancellationToken), cancellationToken);

    public async Task<byte[]?> ReadAsync(Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } file ? await cipher.RevealAsync(PlaceOf(id), file, cancellationToken) : null;

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => store.DeleteAsync(id, cancellationToken);

    /// <summary>Files, numbers and companies.</summary>
    public async Task<int> ReencryptAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var document in await db.Documents.AsNoTracking().ToListAsync(cancellationToken))
        {
            count += await FileAnewAsync(document.Id, cancellationToken);
            if (await AnewAsync(ReviewSubjects.PlaceOf(document), document.Facts, cancellationToken) is not { } text) continue;
            count += await db.Documents.Where(d => d.Id == document.Id && d.Facts == document.Facts)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Facts, text), cancellationToken);
        }

        foreach (var company in await db.Companies.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (await AnewAsync(Companies.PlaceOf(company), company.Fields, cancellationToken) is not { } text) continue;
            count += await db.Companies.Where(c => c.Id == company.Id && c.Fields == company.Fields)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Fields, text), cancellationToken);
        }

        return count;
    }

    private async Task<int> FileAnewAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } file || await cipher.IsCurrentAsync(file, cancellationToken)) return 0;
        await WriteAsync(id, await cipher.RevealAsync(PlaceOf(id), file, cancellationToken), cancellationToken);
        return 1;
    }

    private async Task<string?> AnewAsync(FieldPlace place, string text, CancellationToken cancellationToken) =>
        await cipher.IsCurrentAsync(text, cancellationToken)
            ? null
            : await cipher.ProtectAsync(place, await cipher.RevealAsync(place, text, cancellationToken), cancellationToken);

    private static FieldPlace PlaceOf(Guid id) => new("documents", "file", id);
}
