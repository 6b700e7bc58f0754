using System.Xml.Linq;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>
/// A key of ASP.NET Core's Data Protection. In the database, because the file system may be read-only or not shared.
/// </summary>
public sealed class DataProtectionKey
{
    /// <summary>1, 2, 3 …</summary>
    public int Id { get; init; }

    /// <summary>The framework's name for it.</summary>
    public required string FriendlyName { get; init; }

    /// <summary>The key as the framework writes it.</summary>
    public required string Xml { get; init; }
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_keys");
        builder.Property(k => k.FriendlyName).HasMaxLength(200);
    }
}

/// <summary>Reads and writes the keys. The framework's interface is synchronous.</summary>
internal sealed class DataProtectionKeyRepository(IDbContextFactory<ExchangeDbContext> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        var texts = db.DataProtectionKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).ToList();
        return [.. texts.Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKey
        {
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}
