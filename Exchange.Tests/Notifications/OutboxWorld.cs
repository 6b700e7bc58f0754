using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Notifications;

/// <summary>An outbox on a real database, with a clock the test moves. Two worlds on one database are two processes.</summary>
internal sealed class OutboxWorld : IAsyncDisposable
{
    public static readonly MailRecipient Ann = new(7, "ann@example.com", "en", "heron");
    private readonly ServiceProvider _services;

    private OutboxWorld(ServiceProvider services, MovableTime time) => (_services, Time) = (services, time);

    public MovableTime Time { get; }

    public OutboxSender Sender => Get<OutboxSender>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<OutboxWorld> CreateAsync(
        string connectionString, MovableTime? time, ILoggerProvider? log, params (string Key, string Value)[] settings)
    {
        var clock = time ?? new MovableTime();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        var services = new ServiceCollection()
            .AddLogging(logging => _ = log is null ? logging : logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddSingleton<TimeProvider>(clock).AddStorage(connectionString).AddAudit()
            .AddNotifications(configuration, isDevelopment: false).AddMembers();
        var world = new OutboxWorld(services.BuildServiceProvider(), clock);
        await using var db = world.Context();
        await db.Database.EnsureCreatedAsync();
        return world;
    }

    /// <summary>A world whose mail goes to a server that speaks no TLS.</summary>
    public static Task<OutboxWorld> ForAsync(
        string connectionString, SmtpServer server, MovableTime? time = null, ILoggerProvider? log = null, string timeout = "00:00:20") =>
        CreateAsync(connectionString, time, log, [.. SettingsFor(server.Port), ("Mail:Smtp:Timeout", timeout)]);

    public static (string Key, string Value)[] SettingsFor(int port) =>
    [
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{port}"), ("Mail:Smtp:Tls", "false"),
        ("Mail:From", "no-reply@exchange.test"), ("Site:Url", "https://exchange.test"), ("Site:Name", "Test & Söhne"),
    ];

    public ExchangeDbContext Context() => Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContext();

    /// <summary>Adds a mail and commits.</summary>
    public async Task AddAsync(MailRecipient recipient, string device = "Firefox on Linux", string template = "new-device")
    {
        await using var db = Context();
        Get<Outbox>().AddMail(db, recipient, template, ("when", "now"), ("device", device), ("address", "192.0.2.7"));
        await db.SaveChangesAsync();
    }

    public async Task<IReadOnlyList<OutboxMessage>> RowsAsync()
    {
        await using var db = Context();
        return await db.Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
