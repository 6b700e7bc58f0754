using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Layout;

/// <summary>Where signing in and up begins, with the way back.</summary>
internal static class SignInLink
{
    public const string Path = "/sign-in";
    public const string SignUpPath = "/sign-up";
    public const string SignOutPath = "/sign-out";

    public static string From(NavigationManager navigation) =>
        $"{Path}?returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}";
}
