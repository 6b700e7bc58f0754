namespace Exchange.Core.Engine;

/// <summary>When snapshots are made and how old journal rows are kept, section <c>Journal</c> of the configuration.</summary>
public sealed class JournalOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Journal";

    /// <summary>What makes the section right.</summary>
    public const string Rules = "Journal:SegmentBytes must be 1 to 268435456, Journal:SnapshotCommands at least 1, "
        + "Journal:SnapshotTime above zero.";

    /// <summary>Largest segment: it is held in memory.</summary>
    public const int MaxSegmentBytes = 256 << 20;

    /// <summary>True when every value is in range.</summary>
    public bool IsValid => SegmentBytes is >= 1 and <= MaxSegmentBytes && SnapshotCommands >= 1 && SnapshotTime > TimeSpan.Zero;

    /// <summary>Where archived segments go as files; in the database when not set. Every process of the exchange must reach
    /// it.</summary>
    public string? ArchiveDirectory { get; set; }

    /// <summary>A segment is made of at least this many bytes of rows.</summary>
    public int SegmentBytes { get; set; } = DefaultSegmentBytes;

    /// <summary>A snapshot is due after this many new commands.</summary>
    public long SnapshotCommands { get; set; } = DefaultSnapshotCommands;

    /// <summary>A snapshot is due after this time, when there is a new command at all.</summary>
    public TimeSpan SnapshotTime { get; set; } = DefaultSnapshotTime;

    /// <summary>Unless configured: half a second of replay.</summary>
    public const long DefaultSnapshotCommands = 1_000_000;

    /// <summary>Unless configured.</summary>
    public static readonly TimeSpan DefaultSnapshotTime = TimeSpan.FromMinutes(5);

    /// <summary>Unless configured: large enough to compress well, small enough to hold in memory.</summary>
    public const int DefaultSegmentBytes = 16 << 20;
}
