using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>The tables of this room.</summary>
internal static class ComplianceSets
{
    extension(ExchangeDbContext db)
    {
        public DbSet<Document> Documents => db.Set<Document>();

        public DbSet<Company> Companies => db.Set<Company>();

        public DbSet<Review> Reviews => db.Set<Review>();

        public DbSet<ReviewItem> ReviewItems => db.Set<ReviewItem>();

        public DbSet<UploadLink> UploadLinks => db.Set<UploadLink>();

        public DbSet<ProviderCheck> ProviderChecks => db.Set<ProviderCheck>();

        public DbSet<ProviderMessage> ProviderMessages => db.Set<ProviderMessage>();

        public DbSet<ProviderConsent> ProviderConsents => db.Set<ProviderConsent>();
    }
}
