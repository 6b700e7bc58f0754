using System.Text;

namespace Exchange.Web.Hosting;

/// <summary>
/// Lets one instance at a time use the local data. The lock belongs to the operating system and dies with the process, so a kill -9
/// leaves none behind; the file's text is the running instance's address, for the one that comes second.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    public const string FileName = "run.lock";
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="StartupFailure">Another instance holds the lock.</exception>
    public static InstanceLock Acquire(LocalData local)
    {
        Directory.CreateDirectory(local.Directory);
        var path = local.PathOf(FileName);
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix, the lock that flock(1) in the run script sees too.
            return new InstanceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new StartupFailure(
                $"An exchange already runs on {local.Directory}{AddressIn(path)}. Stop it first, or use it.",
                StartupFailure.AlreadyRunning);
        }
    }

    public void Announce(string address)
    {
        _file.SetLength(0);
        _file.Write(Encoding.UTF8.GetBytes(address + "\n"));
        _file.Flush();
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    private static string AddressIn(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadLine() is { Length: > 0 } address ? $" at {address}" : "";
    }
}
