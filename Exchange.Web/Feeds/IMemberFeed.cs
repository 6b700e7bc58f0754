using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>Tells a circuit when a member's orders or balances changed.</summary>
internal interface IMemberFeed
{
    /// <summary>Calls <paramref name="onChange"/> on a pool thread after changes, until the result is disposed.</summary>
    IDisposable Subscribe(MemberId member, Action onChange);
}
