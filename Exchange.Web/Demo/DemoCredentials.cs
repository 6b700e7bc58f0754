using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Web.Hosting;

namespace Exchange.Web.Demo;

/// <summary>One demo member's secrets.</summary>
internal sealed record DemoCredential(string Email, string Password)
{
    public string? ApiKey { get; init; }

    public string? ApiSecret { get; init; }

    public override string ToString() => Email;
}

/// <summary>
/// The demo members' passwords and the API keys of bots and traders: random for each data folder, in a file that only
/// its owner may read. There are no default credentials.
/// </summary>
internal sealed class DemoCredentials(LocalData local)
{
    public const string FileName = "demo-credentials";
    private const int PasswordLength = 16;
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyz23456789";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public string Path => local.PathOf(FileName);

    /// <summary>All of them; those that are missing are made and kept before anyone uses them.</summary>
    public IReadOnlyDictionary<string, DemoCredential> LoadOrMake()
    {
        var known = Load().ToDictionary(c => c.Email);
        var missing = DemoDefinitions.Members.Keys.Where(email => !known.ContainsKey(email)).ToList();
        foreach (var email in missing)
            known[email] = new DemoCredential(email, RandomNumberGenerator.GetString(PasswordLetters, PasswordLength));
        if (missing.Count > 0) Save(known.Values);
        return known;
    }

    public void Save(IEnumerable<DemoCredential> credentials) =>
        local.WriteSecret(FileName, JsonSerializer.Serialize(credentials, Json));

    private DemoCredential[] Load() => File.Exists(Path)
        ? JsonSerializer.Deserialize<DemoCredential[]>(File.ReadAllText(Path), Json) ?? []
        : [];
}
