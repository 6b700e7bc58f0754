namespace Exchange.Bench;

/// <summary>The folder of the checkout that this program was built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Exchange.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
