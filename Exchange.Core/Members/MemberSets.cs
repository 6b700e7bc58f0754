using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>The tables of this room.</summary>
internal static class MemberSets
{
    extension(ExchangeDbContext db)
    {
        public DbSet<Member> Members => db.Set<Member>();

        public DbSet<MemberLabel> Labels => db.Set<MemberLabel>();

        public DbSet<Phone> Phones => db.Set<Phone>();

        public DbSet<PhoneCode> PhoneCodes => db.Set<PhoneCode>();

        public DbSet<PersonalProfile> Profiles => db.Set<PersonalProfile>();

        public DbSet<MemberSession> MemberSessions => db.Set<MemberSession>();

        public DbSet<Activity> Activities => db.Set<Activity>();

        public DbSet<RolePermission> RolePermissions => db.Set<RolePermission>();

        public DbSet<MemberNote> MemberNotes => db.Set<MemberNote>();

        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();

        public DbSet<EmailToken> EmailTokens => db.Set<EmailToken>();

        public DbSet<PasswordGuess> PasswordGuesses => db.Set<PasswordGuess>();

        public DbSet<TotpFactor> TotpFactors => db.Set<TotpFactor>();

        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        public DbSet<Approval> Approvals => db.Set<Approval>();

        public DbSet<Passkey> Passkeys => db.Set<Passkey>();

        public DbSet<PasskeyCeremony> PasskeyCeremonies => db.Set<PasskeyCeremony>();

        public DbSet<SetupCompletion> SetupCompletions => db.Set<SetupCompletion>();

        public DbSet<DataProtectionKey> DataProtectionKeys => db.Set<DataProtectionKey>();
    }
}
