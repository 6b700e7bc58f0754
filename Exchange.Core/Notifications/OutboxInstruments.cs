using System.Diagnostics.Metrics;

namespace Exchange.Core.Notifications;

/// <summary>What becomes of messages, under the meter <c>Exchange.Notifications</c>.</summary>
internal sealed class OutboxInstruments
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _dead;
    private long _waiting;

    public OutboxInstruments(IMeterFactory meters)
    {
        var meter = meters.Create("Exchange.Notifications");
        _sent = meter.CreateCounter<long>("outbox.sent", description: "Messages that the other side has taken, by channel.");
        _failed = meter.CreateCounter<long>("outbox.failures", description: "Tries that failed, by channel.");
        _dead = meter.CreateCounter<long>("outbox.dead", description: "Messages given up, by channel.");
        meter.CreateObservableGauge("outbox.waiting", () => Volatile.Read(ref _waiting), description: "Messages that wait to be sent.");
    }

    public void Sent(OutboxChannel channel) => _sent.Add(1, Tag(channel));

    public void Failed(OutboxChannel channel, bool isDead)
    {
        _failed.Add(1, Tag(channel));
        if (isDead) _dead.Add(1, Tag(channel));
    }

    public void Waiting(int count) => Volatile.Write(ref _waiting, count);

    private static KeyValuePair<string, object?> Tag(OutboxChannel channel) => new("channel", channel switch
    {
        OutboxChannel.Mail => "mail",
        OutboxChannel.Sms => "sms",
        OutboxChannel.Event => "event",
        OutboxChannel.Provider => "provider",
    });
}
