using System.Diagnostics;

namespace Exchange.Tests.Tidy;

/// <summary>
/// The files of this repository: those git knows or would add, or all but build output where there is no git.
/// </summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["bin", "obj", ".local", ".git", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } = FindFiles();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Exchange.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Exchange.sln is in no folder above.");
        return folder;
    }

    private static List<string> FindFiles()
    {
        var paths = FromGit() ?? Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(Ignored.Contains));
        return [.. paths.Where(p => File.Exists(Path.Combine(Root, p))).Order(StringComparer.Ordinal)];
    }

    private static string[]? FromGit()
    {
        var start = new ProcessStartInfo("git", "-c core.quotePath=false ls-files --cached --others --exclude-standard")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
