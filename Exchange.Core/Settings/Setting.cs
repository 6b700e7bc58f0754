using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Settings;

/// <summary>What a setting's text stands for.</summary>
public enum SettingKind
{
    /// <summary>"yes" or "no".</summary>
    Switch = 0,

    /// <summary>A line of text, perhaps empty.</summary>
    Text,
}

/// <summary>Something that an operator may set while the exchange runs.</summary>
/// <param name="Name">The name that is stored.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Kind">What its text stands for.</param>
/// <param name="Default">What it is while nobody has set it.</param>
public sealed record Setting(string Name, string Label, string Meaning, SettingKind Kind, string Default)
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 60;

    /// <summary>Most characters of a value.</summary>
    public const int MaxValueLength = 500;

    /// <summary>A switch that is on.</summary>
    public const string Yes = "yes";

    /// <summary>A switch that is off.</summary>
    public const string No = "no";

    /// <summary>Whether anybody may open an account.</summary>
    public static Setting SignUpOpen { get; } = new(
        "signup.open", "Sign-up is open", "While it is not, nobody new can open an account; members sign in as before.",
        SettingKind.Switch, Yes);

    /// <summary>A line at the top of every page.</summary>
    public static Setting MaintenanceMessage { get; } = new(
        "maintenance.message", "Maintenance message", "Stands at the top of every page, and nobody can dismiss it. Empty: none.",
        SettingKind.Text, "");

    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<Setting> All { get; } = [SignUpOpen, MaintenanceMessage];

    /// <summary>Whether a text can be its value.</summary>
    public bool Admits(string? value) => Kind switch
    {
        SettingKind.Switch => value is Yes or No,
        SettingKind.Text => value is { Length: <= MaxValueLength } && !value.Any(char.IsControl),
    };
}

/// <summary>A setting that was set.</summary>
public sealed class SettingRow
{
    /// <summary>Which.</summary>
    public required string Name { get; init; }

    /// <summary>To what.</summary>
    public required string Value { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class SettingRowConfiguration : IEntityTypeConfiguration<SettingRow>
{
    public void Configure(EntityTypeBuilder<SettingRow> builder)
    {
        builder.ToTable("settings");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(Setting.MaxNameLength);
        builder.Property(s => s.Value).HasMaxLength(Setting.MaxValueLength);
    }
}
