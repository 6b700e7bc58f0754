using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Tells a second row with the same key from other failures, by the SQL standard's state.</summary>
internal static class UniqueViolation
{
    private const string SqlState = "23505";

    public static bool Is(DbUpdateException exception) =>
        exception.InnerException is DbException { SqlState: SqlState };

    /// <summary>The same of an update that was sent without tracking.</summary>
    public static bool Is(Exception exception) => exception is DbException { SqlState: SqlState };
}
