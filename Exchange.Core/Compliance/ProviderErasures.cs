using System.Globalization;
using System.Text.Json;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>
/// Tells the provider that somebody whom it was asked about is erased here. The message is a row of the outbox in the transaction that
/// erases: it belongs to no member, and holds only the references by which the provider knows them.
/// </summary>
internal sealed class ProviderErasures(Outbox outbox, IOptions<KycProviderOptions> options)
{
    private const string ProviderName = "provider";
    private const string ChecksName = "checks";
    private const string NamesName = "names";

    /// <summary>How all references begin under which names of a member were compared.</summary>
    public static string NamesPrefix(long member) => string.Create(CultureInfo.InvariantCulture, $"names-{member}-");

    /// <summary>
    /// Adds the message, where there is something to tell; to be called while the checks are still there. Answers, for the audit log, whom
    /// it goes to and whom an operator has to tell; null when nobody knows anything.
    /// </summary>
    public async Task<string?> AddAsync(ExchangeDbContext db, long member, bool hasAskedNames, CancellationToken cancellationToken)
    {
        var name = options.Value.IsOn ? options.Value.Name : null;
        var checks = await db.ProviderChecks.AsNoTracking().Where(c => c.MemberId == member).OrderBy(c => c.CreatedAt)
            .ToListAsync(cancellationToken);
        List<string> words =
        [
            .. checks.Select(c => c.Provider).Where(p => p != name).Distinct()
                .Select(p => $"{p} is not configured, and must be told by hand"),
        ];
        var known = checks.Where(c => c.Provider == name).Select(c => new ErasedCheck(c.Reference, c.ApplicantId)).ToList();
        if (name is null && hasAskedNames) words.Add("who compared names is not configured, and must be told by hand");
        if (name is not null && (known.Count > 0 || hasAskedNames))
        {
            Add(db, name, known, hasAskedNames ? NamesPrefix(member) : "");
            words.Add($"{name} is told");
        }

        return words.Count == 0 ? null : string.Join("; ", words);
    }

    /// <summary>What a message says; refused when it is for another provider than the one that is configured now.</summary>
    public ProviderErasure Read(OutboxMessage message, IReadOnlyDictionary<string, string> values)
    {
        if (values[ProviderName] != options.Value.Name) throw new DeliveryRefusedException("The provider is not configured any more.");
        var names = values[NamesName];
        return new ProviderErasure(
            $"erasure-{message.MessageId:N}", JsonSerializer.Deserialize<List<ErasedCheck>>(values[ChecksName])!,
            names.Length == 0 ? null : names);
    }

    private void Add(ExchangeDbContext db, string name, List<ErasedCheck> checks, string names)
    {
        // Each waits for itself alone; and who it is about stands nowhere.
        var recipient = $"erasure {Guid.CreateVersion7():N}";
        outbox.Add(
            db, OutboxChannel.Provider, member: 0, recipient, OutboxMessage.ErasureTemplate, Languages.Default,
            new Dictionary<string, string>
            {
                [ProviderName] = name,
                [ChecksName] = JsonSerializer.Serialize(checks),
                [NamesName] = names,
            });
    }
}
