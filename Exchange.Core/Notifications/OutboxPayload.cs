using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Core.Notifications;

/// <summary>Encrypts what goes into a message, which may hold a link that opens an account.</summary>
internal sealed class OutboxPayload(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Exchange.Notifications.Payload.v1");

    public string Protect(IReadOnlyDictionary<string, string> values) => _protector.Protect(JsonSerializer.Serialize(values));

    public IReadOnlyDictionary<string, string> Unprotect(string payload) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(_protector.Unprotect(payload)) ?? [];
}
