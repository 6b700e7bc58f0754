using System.Diagnostics;
using System.Globalization;

namespace Exchange.Web.Hosting;

/// <summary>
/// PostgreSQL's own lock file, <c>postmaster.pid</c>: the process id of the server, if it still lives.
/// </summary>
internal static class PostmasterFile
{
    private const string FileName = "postmaster.pid";

    /// <summary>
    /// The server's process id, or null when no PostgreSQL process has the number that the file names.
    /// </summary>
    public static int? LivingProcess(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path)) return null;
        var text = File.ReadLines(path).FirstOrDefault();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) ? id : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes the file when its process is gone, or is another program that got the same number: PostgreSQL refuses to
    /// start in the second case. Safe only while the instance lock is held.
    /// </summary>
    public static void DeleteWhenStale(string dataDirectory)
    {
        if (LivingProcess(dataDirectory) is null) File.Delete(Path.Combine(dataDirectory, FileName));
    }
}
