using Exchange.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Exchange.Tests.Hosting;

[Trait("Category", "Integration")]
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-postgres-").FullName;

    [Fact]
    public async Task It_starts_stops_and_keeps_its_data()
    {
        var place = await PlaceAsync();
        await using (await PrivatePostgres.StartAsync(place, NullLogger.Instance, default))
            await ExecuteAsync(place, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");
        Assert.Null(PostmasterFile.LivingProcess(place.Data));

        var again = await PlaceAsync();
        await using (await PrivatePostgres.StartAsync(again, NullLogger.Instance, default))
            Assert.Equal(42, await ExecuteAsync(again, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task One_that_outlived_its_program_is_adopted()
    {
        var place = await PlaceAsync();
        // Not disposed: what a kill -9 of the program leaves behind.
        _ = await PrivatePostgres.StartAsync(place, NullLogger.Instance, default);
        var server = PostmasterFile.LivingProcess(place.Data);

        var next = await PlaceAsync();
        await using (await PrivatePostgres.StartAsync(next, NullLogger.Instance, default))
            Assert.Equal(server, PostmasterFile.LivingProcess(place.Data));
        Assert.Null(PostmasterFile.LivingProcess(place.Data));
    }

    [Fact]
    public async Task A_lock_file_whose_number_another_program_has_is_stale()
    {
        var place = await PlaceAsync();
        await using (await PrivatePostgres.StartAsync(place, NullLogger.Instance, default))
        {
        }

        await File.WriteAllTextAsync(Path.Combine(place.Data, "postmaster.pid"), $"{Environment.ProcessId}\n");
        await using (await PrivatePostgres.StartAsync(place, NullLogger.Instance, default))
            Assert.Equal(1, await ExecuteAsync(place, "SELECT 1"));
    }

    [Fact]
    public void A_second_instance_is_told_where_the_first_one_is()
    {
        var local = new LocalData(_folder);
        using var first = InstanceLock.Acquire(local);
        first.Announce("http://localhost:1234");
        var refusal = Assert.Throws<StartupFailure>(() => InstanceLock.Acquire(local));
        Assert.Contains("http://localhost:1234", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(StartupFailure.AlreadyRunning, refusal.ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// The temporary folder is private to this user, so a root's cluster goes where PostgreSQL's user can enter.
    /// </summary>
    private Task<PostgresPlace> PlaceAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder,
                File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        return PostgresPlace.ChooseAsync(new LocalData(_folder), default);
    }

    private static async Task<object?> ExecuteAsync(PostgresPlace place, string sql)
    {
        await using var connection = new NpgsqlConnection(PrivatePostgres.ConnectionStringOf(place) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
