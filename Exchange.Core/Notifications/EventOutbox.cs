using System.Text.Json;
using Exchange.Core.Storage;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>Takes events for other systems in the caller's transaction: the "event API" of Barong, by HTTP.</summary>
public sealed class EventOutbox
{
    internal const string RecordName = "record";
    internal const string ChangesName = "changes";
    private readonly Outbox _outbox;
    private readonly EventOptions _options;

    internal EventOutbox(Outbox outbox, IOptions<EventOptions> options) => (_outbox, _options) = (outbox, options.Value);

    /// <summary>Adds an event to the caller's context, once for each system that wants it.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="member">The member it is about, or 0.</param>
    /// <param name="name">Its name, such as <c>system.user.email.confirmed</c>.</param>
    /// <param name="record">What it is about, as it is now.</param>
    /// <param name="changes">The former values of what has changed, or null.</param>
    public void Add(ExchangeDbContext db, long member, string name, object record, object? changes = null)
    {
        foreach (var endpoint in _options.Endpoints.Where(endpoint => endpoint.Wants(name)))
        {
            var values = new Dictionary<string, string> { [RecordName] = JsonSerializer.Serialize(record) };
            if (changes is not null) values[ChangesName] = JsonSerializer.Serialize(changes);
            _outbox.Add(db, OutboxChannel.Event, member, endpoint.Url!.AbsoluteUri, name, Languages.Default, values);
        }
    }
}
