using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>
/// Where a role departs from what it was shipped with. Only departures are stored, so that a permission of a later version comes with
/// that version's own default.
/// </summary>
public sealed class RolePermission
{
    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The permission.</summary>
    public required string Permission { get; init; }

    /// <summary>True when the role was given it, false when it was taken away.</summary>
    public bool IsGranted { get; set; }
}

internal sealed class RolePermissionConfiguration : IEntityTypeConfiguration<RolePermission>
{
    public void Configure(EntityTypeBuilder<RolePermission> builder)
    {
        builder.ToTable("role_permissions");
        builder.HasKey(p => new { p.Role, p.Permission });
        builder.Property(p => p.Role).HasMaxLength(Roles.MaxLength);
        builder.Property(p => p.Permission).HasMaxLength(Permission.MaxLength);
    }
}

/// <summary>Reads what roles may do now.</summary>
internal static class RolePermissionRows
{
    /// <summary>What one role may do.</summary>
    public static async Task<IReadOnlySet<string>> PermissionsOfAsync(
        this ExchangeDbContext db, string role, CancellationToken cancellationToken)
    {
        if (!Roles.IsStaff(role) || role == Roles.Superadmin) return Roles.ShippedPermissionsOf(role);
        var rows = await db.RolePermissions.AsNoTracking().Where(p => p.Role == role).ToListAsync(cancellationToken);
        return Combine(role, rows);
    }

    /// <summary>What a role may do, given where it departs from its default. Names of other versions mean nothing.</summary>
    public static IReadOnlySet<string> Combine(string role, IEnumerable<RolePermission> departures)
    {
        var held = Roles.ShippedPermissionsOf(role).ToHashSet();
        foreach (var departure in departures)
        {
            if (departure.IsGranted && Permission.Names.Contains(departure.Permission)) held.Add(departure.Permission);
            else held.Remove(departure.Permission);
        }

        return held;
    }
}
