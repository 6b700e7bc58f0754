using Npgsql;

namespace Exchange.Core.Storage;

/// <summary>Tells a database that is away from a program that is wrong.</summary>
public static class DatabaseFailure
{
    /// <summary>True when the database did not answer, is out of resources or is shutting down: trying later may
    /// help.</summary>
    public static bool IsAway(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PostgresException answered) return answered.IsTransient;
            if (e is NpgsqlException) return true;
        }

        return false;
    }
}
