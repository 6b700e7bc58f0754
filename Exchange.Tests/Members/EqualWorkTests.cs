using System.Diagnostics;
using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Exchange.Tests.Members;

/// <summary>
/// The same work whether an address is known or not, counted in statements and comparisons and not in milliseconds,
/// which differ from machine to machine. <c>bench/run sign-in</c> prints those.
/// </summary>
[Trait("Category", "Integration")]
public sealed class EqualWorkTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Known = "known@example.com";
    private const string Unknown = "nobody@example.com";

    [Trait("BadInput", "B106, B119")]
    [Theory]
    [InlineData("sign-in")]
    [InlineData("sixth sign-in")]
    [InlineData("reset")]
    [InlineData("sign-up")]
    public async Task Known_and_unknown_addresses_cost_the_same(string what)
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        await world.MemberAsync(Known);
        await ActAsync(world, what, "warm@example.com");
        if (what.StartsWith("sixth", StringComparison.Ordinal))
        {
            for (var i = 0; i < PasswordGuesses.Round; i++)
            {
                await ActAsync(world, what, Known);
                await ActAsync(world, what, Unknown);
            }
        }

        var known = await WorkAsync(world, () => ActAsync(world, what, Known));
        var unknown = await WorkAsync(world, () => ActAsync(world, what, Unknown));

        Assert.Equal(known, unknown);
        Assert.True(known.Statements > 0);
    }

    private static Task ActAsync(MembersWorld world, string what, string email) => what switch
    {
        "reset" => world.Get<PasswordReset>().AskAsync(email, MembersWorld.Origin, default),
        "sign-up" => world.BeginSignUpAsync(email),
        _ => world.SignInAsync(email, "not the password"),
    };

    private static async Task<(int Statements, int Comparisons)> WorkAsync(MembersWorld world, Func<Task> act)
    {
        await using var db = world.Context();
        using var counter = new StatementCounter(db.Database.GetDbConnection().Database);
        var before = world.Comparisons;
        await act();
        return (counter.Count, world.Comparisons - before);
    }

    /// <summary>Counts the round trips to one database.</summary>
    private sealed class StatementCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string _database;
        private readonly Lock _gate = new();
        private readonly List<IDisposable> _subscriptions = [];

        public StatementCounter(string database)
        {
            _database = database;
            lock (_gate) _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Count { get; private set; }

        public void OnNext(DiagnosticListener value)
        {
            // Other tests make listeners at the same time.
            if (value.Name == DbLoggerCategory.Name) lock (_gate) _subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuted.Name && value.Value is CommandExecutedEventData done
                && done.Command.Connection?.Database == _database) Count++;
        }

        public void OnCompleted()
        {
            // Nothing ends here.
        }

        public void OnError(Exception error) => throw error;

        public void Dispose()
        {
            lock (_gate) _subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }
}
