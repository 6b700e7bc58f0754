namespace Exchange.Web.Identity;

/// <summary>
/// Where to go after signing in. Only paths of this site: anything else would make us a stepping stone for fraud.
/// </summary>
internal static class LocalReturn
{
    /// <summary>Where to go when no return, or no acceptable one, was asked for.</summary>
    public const string Home = "/";

    /// <summary>Longest return path.</summary>
    public const int MaxLength = 2000;

    private static readonly string[] SignInPages = ["/signin", "/signup", "/setup", "/signout", "/confirm-email", "/reset-password"];

    /// <summary>The path when it is one of ours, else the home page.</summary>
    public static string Of(string? path) => IsLocal(path) && !LeadsBackToSignIn(path!) ? path! : Home;

    /// <summary>
    /// Browsers read a backslash as a slash and skip tabs and line ends, so <c>/\evil</c> and <c>/(tab)/evil</c> are
    /// other hosts to them.
    /// </summary>
    private static bool IsLocal(string? path) =>
        path is ['/', ..] and { Length: <= MaxLength } && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Any(c => c == '\\' || char.IsControl(c));

    private static bool LeadsBackToSignIn(string path) => SignInPages.Any(
        page => path.StartsWith(page, StringComparison.OrdinalIgnoreCase)
            && (path.Length == page.Length || path[page.Length] is '?' or '/' or '#'));
}
