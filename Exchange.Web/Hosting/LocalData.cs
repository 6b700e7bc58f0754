using System.Security.Cryptography;
using System.Text;

namespace Exchange.Web.Hosting;

/// <summary>
/// The folder for what this machine keeps: the private PostgreSQL, the lock of the running instance, demo credentials.
/// It is <c>.local</c> beside the solution file, or in the content root of a published program; the setting
/// <c>Local:Directory</c> moves it.
/// </summary>
internal sealed class LocalData
{
    public const string DirectoryKey = "Local:Directory";
    private const string FolderName = ".local";
    private const string SolutionFile = "Exchange.sln";

    public LocalData(string directory) => Directory = Path.GetFullPath(directory);

    public string Directory { get; }

    /// <summary>Short name of this folder, for places outside it: the same checkout always gets the same one.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Directory)))[..16];

    public static LocalData Find(IConfiguration configuration, string contentRoot)
    {
        if (configuration[DirectoryKey] is { Length: > 0 } configured) return new LocalData(configured);
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
                return new LocalData(Path.Combine(folder.FullName, FolderName));
        }

        return new LocalData(Path.Combine(contentRoot, FolderName));
    }

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Writes a file that only its owner may read, complete or not at all.</summary>
    public void WriteSecret(string name, string content)
    {
        System.IO.Directory.CreateDirectory(Directory);
        var target = PathOf(name);
        var draft = target + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
            file.Write(Encoding.UTF8.GetBytes(content));
        File.Move(draft, target, overwrite: true);
    }
}
