using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>
/// Says that setup is done. There is one possible row, so of two setups at once its key lets one through.
/// </summary>
public sealed class SetupCompletion
{
    /// <summary>The only key.</summary>
    public const int OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; init; } = OnlyId;

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

internal sealed class SetupCompletionConfiguration : IEntityTypeConfiguration<SetupCompletion>
{
    public void Configure(EntityTypeBuilder<SetupCompletion> builder)
    {
        builder.ToTable(
            "setup_completions", table => table.HasCheckConstraint("ck_setup_completions_one", "\"Id\" = 1"));
        builder.Property(s => s.Id).ValueGeneratedNever();
    }
}
