namespace Exchange.Core.Compliance;

/// <summary>How documents are kept and reviewed, section <c>Compliance</c> of the configuration.</summary>
public sealed class ComplianceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Compliance";

    /// <summary>What makes the section right.</summary>
    public const string Rules =
        "Compliance:ClaimTime must be 1 minute to 1 day, Compliance:ClamdPort 0 to 65535, Compliance:DocumentsPerMember 3 to 100.";

    /// <summary>Whether two persons must accept each item.</summary>
    public bool TwoPersons { get; set; }

    /// <summary>For how long a reviewer has what they claimed to themselves, from their last act.</summary>
    public TimeSpan ClaimTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Where the encrypted files are. Every process that serves pages must reach it. Empty: see the program's default.</summary>
    public string DocumentDirectory { get; set; } = "";

    /// <summary>Most documents of a member that are in review or accepted.</summary>
    public int DocumentsPerMember { get; set; } = 10;

    /// <summary>The host of clamd; empty: files are not scanned.</summary>
    public string ClamdHost { get; set; } = "";

    /// <summary>The port of clamd.</summary>
    public int ClamdPort { get; set; } = 3310;

    /// <summary>True when every value is in range.</summary>
    public bool IsValid => ClaimTime >= TimeSpan.FromMinutes(1) && ClaimTime <= TimeSpan.FromDays(1) && ClamdPort is >= 0 and <= 65535
        && DocumentsPerMember is >= 3 and <= 100;
}
