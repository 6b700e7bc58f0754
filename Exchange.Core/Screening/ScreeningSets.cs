using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>The tables of this room.</summary>
internal static class ScreeningSets
{
    extension(ExchangeDbContext db)
    {
        public DbSet<ListVersion> ListVersions => db.Set<ListVersion>();

        public DbSet<ListEntryRow> ListEntries => db.Set<ListEntryRow>();

        public DbSet<ScreeningCase> ScreeningCases => db.Set<ScreeningCase>();

        public DbSet<CaseNote> CaseNotes => db.Set<CaseNote>();

        public DbSet<MemberRisk> MemberRisks => db.Set<MemberRisk>();

        /// <summary>Lets whoever screens or decides about a member wait for each other.</summary>
        public Task LockMemberAsync(long member, CancellationToken cancellationToken) =>
            db.Database.ExecuteSqlAsync($"SELECT 1 FROM members WHERE \"Id\" = {member} FOR NO KEY UPDATE", cancellationToken);
    }
}
