using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Settings;

/// <summary>What the settings are. A change is seen at once in the process that made it and within five seconds in the others.</summary>
public sealed class RuntimeSettings
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly ShortLivedCache<string, Dictionary<string, string>> _values;

    /// <summary>Reads the settings table.</summary>
    public RuntimeSettings(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
    {
        _contexts = contexts;
        _values = new ShortLivedCache<string, Dictionary<string, string>>(time, LoadAsync);
    }

    /// <summary>The value of a setting, or its default.</summary>
    public async ValueTask<string> GetAsync(Setting setting)
    {
        var values = await _values.GetAsync("");
        return values?.GetValueOrDefault(setting.Name) ?? setting.Default;
    }

    /// <summary>Whether a switch is on.</summary>
    public async ValueTask<bool> IsOnAsync(Setting setting) => await GetAsync(setting) == Setting.Yes;

    /// <summary>
    /// Sets a value in the caller's context, to be saved with the entry in the audit log, and gives what it was. Asks nobody for
    /// permission: that is the caller's part.
    /// </summary>
    internal static async Task<string> SetAsync(
        ExchangeDbContext db, Setting setting, string value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await db.Set<SettingRow>().SingleOrDefaultAsync(s => s.Name == setting.Name, cancellationToken);
        var before = row?.Value ?? setting.Default;
        if (row is null) db.Set<SettingRow>().Add(row = new SettingRow { Name = setting.Name, Value = value });
        row.Value = value;
        row.UpdatedAt = now;
        return before;
    }

    /// <summary>Forgets what was read, after a change.</summary>
    internal void Invalidate() => _values.InvalidateAll();

    private async Task<Dictionary<string, string>?> LoadAsync(string all)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        return await db.Set<SettingRow>().AsNoTracking().ToDictionaryAsync(s => s.Name, s => s.Value);
    }
}
