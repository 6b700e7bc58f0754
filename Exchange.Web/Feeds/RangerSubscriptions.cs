using Exchange.Core.Engine;
using Exchange.Core.Markets;

namespace Exchange.Web.Feeds;

/// <summary>Puts streams of a client on and off, and tells it where it stands then.</summary>
internal sealed class RangerSubscriptions(FeedMarkets markets, IMarketCatalog catalog, IEngineReadState live)
{
    /// <summary>How many refused names an error repeats.</summary>
    private const int NamedInError = 5;

    /// <summary>
    /// Subscribes; what a stream begins with is sent before the answer. A private stream without an identity is passed over, as the
    /// contract has it; a stream that does not exist, or is one too many, is named in an error before the answer.
    /// </summary>
    public void Subscribe(RangerClient client, RangerRequest request, bool isMember)
    {
        List<string> unknown = [], tooMany = [];
        foreach (var name in request.Streams.Distinct(StringComparer.Ordinal))
        {
            var stream = RangerStreams.Find(name, markets);
            if (stream.Topic == RangerTopic.None) unknown.Add(name);
            else if (stream.Topic == RangerTopic.Private && !isMember) continue;
            else if (client.IsFull && !client.IsSubscribed(stream.Name)) tooMany.Add(name);
            else Begin(client, in stream, request.Resume.GetValueOrDefault(name));
        }

        if (unknown.Count > 0) Refuse(client, unknown, "no such stream");
        if (tooMany.Count > 0) Refuse(client, tooMany, $"at most {FeedLimits.MaxStreamsPerRangerClient} streams");
        client.Post(RangerMessages.Success("subscribed", client.Streams));
    }

    /// <summary>Unsubscribes; names that are not subscribed are passed over.</summary>
    public static void Unsubscribe(RangerClient client, RangerRequest request)
    {
        foreach (var name in request.Streams) client.Unsubscribe(name.ToLowerInvariant());
        client.Post(RangerMessages.Success("unsubscribed", client.Streams));
    }

    private void Begin(RangerClient client, in RangerStream stream, RangerPosition position)
    {
        switch (stream.Topic)
        {
            case RangerTopic.Book:
                BeginBook(client, stream.Name, stream.Market!, position);
                break;
            case RangerTopic.WholeBook:
                client.Post(RangerMessages.WholeBook(stream.Market!.Market, stream.Market.View(FeedLimits.RangerSnapshotLevels)));
                client.Subscribe(stream.Name, since: 0);
                break;
            case RangerTopic.Auction:
                var market = stream.Market!.Market;
                client.Subscribe(stream.Name, since: 0);
                client.Post(RangerMessages.Auction(market, catalog.StateOf(market.Id), live.Auction(market.Id)));
                break;
            default:
                client.Subscribe(stream.Name, since: 0);
                break;
        }
    }

    /// <summary>
    /// No step can be made between the snapshot, or the changes that a client missed, and the subscription: the next increment
    /// follows what it was sent here.
    /// </summary>
    private static void BeginBook(RangerClient client, string stream, FeedMarket feed, RangerPosition position) =>
        feed.Resume(position.Epoch, position.Sequence, FeedLimits.RangerSnapshotLevels, (view, missed) =>
        {
            if (missed is null) client.Post(RangerMessages.Snapshot(feed, view));
            else if (missed.Count > 0) client.Post([.. missed.SelectMany(step => RangerMessages.Increments(step, position.Sequence))]);
            client.Subscribe(stream, view.LevelSequence);
        });

    private static void Refuse(RangerClient client, List<string> names, string reason)
    {
        var named = string.Join(", ", names.Take(NamedInError).Select(Shortened));
        var more = names.Count > NamedInError ? $" and {names.Count - NamedInError} more" : "";
        client.Post(RangerMessages.Error($"cannot subscribe to {named}{more}: {reason}"));
    }

    private static string Shortened(string name) =>
        name.Length <= FeedLimits.MaxStreamNameLength ? name : name[..FeedLimits.MaxStreamNameLength] + "…";
}
