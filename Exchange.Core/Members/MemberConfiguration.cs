using Exchange.Core.Notifications;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.ToTable("members");
        builder.Ignore(m => m.MemberId);
        builder.Property(m => m.UserName).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.NormalizedUserName).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.NormalizedEmail).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.Uid).HasMaxLength(20);
        builder.Property(m => m.Role).HasMaxLength(Roles.MaxLength);
        builder.Property(m => m.Language).HasMaxLength(5).HasDefaultValue(Languages.Default);
        builder.Property(m => m.AntiPhishingCode).HasMaxLength(Member.MaxAntiPhishingCodeLength);
        builder.Ignore(m => m.MaySignIn);
        builder.Property(m => m.QuoteCurrency).HasMaxLength(10);
        builder.Property(m => m.Data).HasMaxLength(Member.MaxDataLength);
        builder.Property(m => m.PasswordHash).HasMaxLength(200);
        builder.Property(m => m.SecurityStamp).HasMaxLength(64);
        builder.Property(m => m.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        builder.HasIndex(m => m.NormalizedEmail).IsUnique();
        builder.HasIndex(m => m.NormalizedUserName).IsUnique();
        builder.HasIndex(m => m.Uid).IsUnique();
    }
}

internal sealed class MemberClaimConfiguration : IEntityTypeConfiguration<IdentityUserClaim<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> builder)
    {
        builder.ToTable("member_claims");
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.UserId);
    }
}

internal sealed class MemberLoginConfiguration : IEntityTypeConfiguration<IdentityUserLogin<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> builder)
    {
        builder.ToTable("member_logins");
        builder.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        builder.HasOne<Member>().WithMany().HasForeignKey(l => l.UserId);
    }
}

internal sealed class MemberTokenConfiguration : IEntityTypeConfiguration<IdentityUserToken<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> builder)
    {
        builder.ToTable("member_tokens");
        builder.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.HasOne<Member>().WithMany().HasForeignKey(t => t.UserId);
    }
}
