using System.Collections.Concurrent;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Members;

/// <summary>The Members room on a real database, with a clock the test moves.</summary>
internal sealed class MembersWorld : IAsyncDisposable
{
    public const string Password = "four quiet herons at dawn";
    public static readonly RequestOrigin Origin = new("127.0.0.1", "test");
    private readonly ServiceProvider _services;

    private MembersWorld(ServiceProvider services, MovableTime time)
    {
        _services = services;
        Time = time;
    }

    public MovableTime Time { get; }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Passwords that were compared, whoever's they were.</summary>
    public int Comparisons => Hasher.Compared.Count;

    /// <summary>Passwords that were compared with a member's own.</summary>
    public int ComparisonsWith(MemberId member) => Hasher.Compared.Count(id => id == member.Value);

    private CountingHasher Hasher => (CountingHasher)Get<IPasswordHasher<Member>>();

    /// <param name="database">Where to make it.</param>
    /// <param name="configure">What else to register.</param>
    /// <param name="countedHashing">Counts comparisons, and makes them cheap.</param>
    public static async Task<MembersWorld> CreateAsync(
        PostgresFixture database, Action<IServiceCollection>? configure = null, bool countedHashing = false)
    {
        var time = new MovableTime();
        var collection = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time)
            .AddStorage(await database.CreateDatabaseAsync()).AddAudit().AddMailbox().AddMembers();
        if (countedHashing) collection.AddSingleton<IPasswordHasher<Member>, CountingHasher>();
        configure?.Invoke(collection);
        var services = collection.BuildServiceProvider();
        var world = new MembersWorld(services, time);
        await using var db = world.Context();
        await db.Database.EnsureCreatedAsync();
        return world;
    }

    public ExchangeDbContext Context() => Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContext();

    public IServiceProvider Services => _services;

    /// <summary>A member whose address is confirmed.</summary>
    public Task<MemberId> MemberAsync(string email) => MailboxDoor.MemberAsync(_services, email, Password, Origin);

    /// <summary>A member whom the program itself has made: active, and without any label.</summary>
    public Task<SignUpOutcome> SignUpAsync(string email) =>
        Get<SignUp>().MakeConfirmedAsync(email, Password, Origin, CancellationToken.None);

    /// <summary>Someone whose address is not confirmed yet.</summary>
    public Task<SignUpOutcome> BeginSignUpAsync(string email) =>
        Get<SignUp>().ExecuteAsync(email, Password, Origin, CancellationToken.None);

    public Task<SignInOutcome> SignInAsync(string email, string password, string? code = null) =>
        Get<SignIn>().ExecuteAsync(email, password, code, Origin, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Compares without hashing and remembers whose passwords.</summary>
internal sealed class CountingHasher : IPasswordHasher<Member>
{
    public ConcurrentQueue<long> Compared { get; } = [];

    public string HashPassword(Member user, string password) => "plain:" + password;

    public PasswordVerificationResult VerifyHashedPassword(Member user, string hashedPassword, string providedPassword)
    {
        Compared.Enqueue(user.Id);
        return hashedPassword == "plain:" + providedPassword ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
    }
}

/// <summary>A clock that stands still until the test moves it.</summary>
internal sealed class MovableTime : TimeProvider
{
    private TimeSpan _passed;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1584524005143) + _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan span) => _passed += span;
}
