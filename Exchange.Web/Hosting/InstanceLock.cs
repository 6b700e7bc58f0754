namespace Exchange.Web.Hosting;

/// <summary>
/// Lets one instance at a time use the local data. The lock belongs to the operating system and dies with the process,
/// so a kill -9 leaves none behind. A file beside it has the running instance's address, for the one that comes second.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    public const string FileName = "run.lock";
    public const string AddressFileName = "run.address";
    private readonly FileStream _file;
    private readonly string _addressFile;

    private InstanceLock(FileStream file, string addressFile) => (_file, _addressFile) = (file, addressFile);

    /// <exception cref="StartupFailure">Another instance holds the lock.</exception>
    public static InstanceLock Acquire(LocalData local)
    {
        Directory.CreateDirectory(local.Directory);
        var path = local.PathOf(FileName);
        var addressFile = local.PathOf(AddressFileName);
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix, the lock that flock(1) in the run script sees too.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new InstanceLock(file, addressFile);
        }
        catch (IOException)
        {
            throw new StartupFailure(
                $"An exchange already runs on {local.Directory}{AddressIn(addressFile)}. Stop it first, or use it.",
                StartupFailure.AlreadyRunning);
        }
    }

    public void Announce(string address) => File.WriteAllText(_addressFile, address + "\n");

    public void Dispose()
    {
        File.Delete(_addressFile);
        _file.Dispose();
    }

    private static string AddressIn(string file) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault() is { Length: > 0 } address ? $" at {address}" : "";
}
