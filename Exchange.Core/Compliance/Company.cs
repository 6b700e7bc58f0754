using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Compliance;

/// <summary>The company of a corporate account; one row a member, who is its representative.</summary>
public sealed class Company
{
    /// <summary>The key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>How far it has come.</summary>
    public ProfileState State { get; set; }

    /// <summary>All fields, as JSON, encrypted.</summary>
    public required string Fields { get; set; }

    /// <summary>Where it is registered, in two letters.</summary>
    public required string Country { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Someone who owns a part of a company.</summary>
/// <param name="Name">Who: a person or another company.</param>
/// <param name="Percent">How much, in whole percents.</param>
public sealed record Shareholder(string Name, int Percent);

/// <summary>A field of a company.</summary>
public enum CompanyField
{
    /// <summary>The registered name.</summary>
    Name,

    /// <summary>The number in the register.</summary>
    RegistrationNumber,

    /// <summary>Where it is registered.</summary>
    Country,

    /// <summary>The registered address.</summary>
    Address,

    /// <summary>Who acts for it here.</summary>
    Representative,

    /// <summary>Who owns it.</summary>
    Shareholders,
}

/// <summary>What is said of a company. All of it is needed.</summary>
public sealed record CompanyFields
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Most characters of a registration number.</summary>
    public const int MaxNumberLength = 40;

    /// <summary>Most shareholders that can be named.</summary>
    public const int MaxShareholders = 20;

    /// <summary>The registered name.</summary>
    public string? Name { get; init; }

    /// <summary>The number in the register.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>Where it is registered, in two or three letters.</summary>
    public string? Country { get; init; }

    /// <summary>The registered address.</summary>
    public string? Address { get; init; }

    /// <summary>Who acts for it here.</summary>
    public string? Representative { get; init; }

    /// <summary>Who owns it: each at least a percent, together at most a hundred.</summary>
    public IReadOnlyList<Shareholder> Shareholders { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => nameof(CompanyFields);

    /// <summary>The same with white space made plain and the country in two letters.</summary>
    public CompanyFields Normalised() => this with
    {
        Name = ProfileFields.Plain(Name),
        RegistrationNumber = ProfileFields.Plain(RegistrationNumber),
        Country = Members.Country.Find(Country?.Trim())?.Alpha2,
        Address = ProfileFields.Plain(Address),
        Representative = ProfileFields.Plain(Representative),
        Shareholders = [.. Shareholders.Select(s => s with { Name = ProfileFields.Plain(s.Name) ?? "" })],
    };

    /// <summary>The same with most of the names of persons hidden; what a register shows to everyone stays.</summary>
    public CompanyFields Masked() => this with
    {
        Representative = ProfileFields.Hidden(Representative),
        Shareholders = [.. Shareholders.Select(s => s with { Name = ProfileFields.Hidden(s.Name) ?? "" })],
    };

    /// <summary>The fields that are wrong or missing.</summary>
    public IReadOnlyList<CompanyField> Wrong()
    {
        var wrong = new List<CompanyField>();
        if (!ProfileFields.IsText(Name, MaxNameLength)) wrong.Add(CompanyField.Name);
        if (!ProfileFields.IsText(RegistrationNumber, MaxNumberLength)) wrong.Add(CompanyField.RegistrationNumber);
        if (Country is null) wrong.Add(CompanyField.Country);
        if (!ProfileFields.IsText(Address, ProfileFields.MaxAddressLength)) wrong.Add(CompanyField.Address);
        if (!ProfileFields.IsName(Representative)) wrong.Add(CompanyField.Representative);
        var areRight = Shareholders.Count is > 0 and <= MaxShareholders
            && Shareholders.All(s => ProfileFields.IsText(s.Name, MaxNameLength) && s.Percent is >= 1 and <= 100)
            && Shareholders.Sum(s => s.Percent) <= 100;
        if (!areRight) wrong.Add(CompanyField.Shareholders);
        return wrong;
    }
}

internal sealed class CompanyConfiguration : IEntityTypeConfiguration<Company>
{
    public void Configure(EntityTypeBuilder<Company> builder)
    {
        builder.ToTable("companies");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Country).HasMaxLength(2);
        builder.HasIndex(c => c.MemberId).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}
