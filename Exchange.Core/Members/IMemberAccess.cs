using Exchange.Core.Primitives;

namespace Exchange.Core.Members;

/// <summary>The door of the Members room for other rooms: what a member may do now.</summary>
public interface IMemberAccess
{
    /// <summary>Whether the member exists, is active and has the level that something asks for. A change takes effect within five
    /// seconds.</summary>
    ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken);
}

/// <summary>Whether a member may do something, in the order of the checks.</summary>
public enum CapabilityVerdict
{
    /// <summary>They may.</summary>
    Allowed = 0,

    /// <summary>They are nobody, not confirmed, or shut out.</summary>
    NotActive,

    /// <summary>Their level is too low: something of the verification is missing.</summary>
    LevelTooLow,
}
