using Exchange.Core.Primitives;

namespace Exchange.Core.Members;

/// <summary>The door of the Members room for other rooms: what a member may do now.</summary>
public interface IMemberAccess
{
    /// <summary>True when the member exists, is active and may place orders. A change takes effect within five
    /// seconds.</summary>
    ValueTask<bool> MayTradeAsync(MemberId member, CancellationToken cancellationToken);
}
