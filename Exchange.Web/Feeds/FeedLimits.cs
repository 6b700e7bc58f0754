namespace Exchange.Web.Feeds;

/// <summary>Every limit of the live feeds.</summary>
internal static class FeedLimits
{
    /// <summary>
    /// Shortest time between two updates of one market, and between two calls of one member subscription.
    /// </summary>
    public static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Shortest time between two messages for one candle.</summary>
    public static readonly TimeSpan CandleInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Time between beats, and shortest time between two summaries of all tickers.</summary>
    public static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>Time between two candles of a Ranger stream.</summary>
    public static readonly TimeSpan RangerCandleInterval = TimeSpan.FromSeconds(2);

    /// <summary>Time between two ticker summaries of Ranger.</summary>
    public static readonly TimeSpan RangerTickerInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shortest time between two whole books of a Ranger stream.</summary>
    public static readonly TimeSpan WholeBookInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long one write to a Ranger client may take before it is given up. Looked at with every beat, so a client that
    /// takes nothing is cut off within five seconds.</summary>
    public static readonly TimeSpan RangerWriteTimeout = TimeSpan.FromSeconds(4);

    /// <summary>The time for which messages of a Ranger client are counted.</summary>
    public static readonly TimeSpan RangerMessageWindow = TimeSpan.FromSeconds(1);

    /// <summary>Time between pings of the server to a Ranger client.</summary>
    public static readonly TimeSpan RangerPingInterval = TimeSpan.FromSeconds(54);

    /// <summary>How long a Ranger client may take to answer a ping.</summary>
    public static readonly TimeSpan RangerPongTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long after a crash the orders of a connection with cancel-on-disconnect are canceled.</summary>
    public const int CancelTimerSeconds = 30;

    /// <summary>Time between two renewals of that timer.</summary>
    public static readonly TimeSpan CancelTimerRenewal = TimeSpan.FromSeconds(10);

    /// <summary>Time between pings to a connection with cancel-on-disconnect, and how long the answer may take: a line that
    /// went dead is noticed sooner than elsewhere.</summary>
    public static readonly TimeSpan CancelOnDisconnectPing = TimeSpan.FromSeconds(5);

    /// <summary>Largest message from a client, in bytes.</summary>
    public const int MaxMessageBytes = 16 * 1024;

    /// <summary>Messages of a Ranger client that are read in one <see cref="RangerMessageWindow"/>; the rest waits for the
    /// next.</summary>
    public const int MaxRangerMessagesPerWindow = 50;

    /// <summary>Changes of levels that are kept for Ranger clients that come back.</summary>
    public const int ChangesKeptForResume = 4096;

    /// <summary>Hexadecimal digits of an epoch.</summary>
    public const int EpochDigits = 12;

    /// <summary>Price levels per side in a market snapshot.</summary>
    public const int SnapshotLevels = 200;

    /// <summary>Public trades in a market snapshot.</summary>
    public const int SnapshotTrades = 50;

    /// <summary>Most trades in one update; older ones of the same 50 ms are left out.</summary>
    public const int TradesPerUpdate = 200;

    /// <summary>Candles in the answer to a candle subscription.</summary>
    public const int SnapshotCandles = 300;

    /// <summary>Messages that may wait for one browser before it is disconnected.</summary>
    public const int MaxPendingPerConnection = 256;

    /// <summary>Blocks of messages that may wait for one Ranger client before it is disconnected. Blocks are shared by all
    /// clients that wait for them.</summary>
    public const int MaxWaitingBlocks = 256;

    /// <summary>Bytes that may wait for one Ranger client before it is disconnected: snapshots of several books.</summary>
    public const int MaxWaitingBytes = 1024 * 1024;

    /// <summary>Most bytes of waiting blocks that go into one write.</summary>
    public const int MaxBytesPerWrite = 64 * 1024;

    /// <summary>Price levels per side in a Ranger snapshot, as Peatio has it.</summary>
    public const int RangerSnapshotLevels = 301;

    /// <summary>Streams that one Ranger client may subscribe to.</summary>
    public const int MaxStreamsPerRangerClient = 200;

    /// <summary>Longest name of a stream.</summary>
    public const int MaxStreamNameLength = 64;

    /// <summary>Fills and closed orders that may wait for one member subscription; older ones are left out.</summary>
    public const int MaxPendingMemberChanges = 200;
}
