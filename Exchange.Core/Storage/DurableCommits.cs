using Npgsql;

namespace Exchange.Core.Storage;

/// <summary>Sessions whose commits somebody relies on.</summary>
internal static class DurableCommits
{
    private const string Demand =
        "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

    /// <summary>From now on a commit of this session is on disk when it is answered, also where the server's default is to
    /// commit later.</summary>
    public static async Task DemandAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Demand, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
