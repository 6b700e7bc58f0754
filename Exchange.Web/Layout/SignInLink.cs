using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Layout;

/// <summary>Where signing in and up begins, with the way back.</summary>
internal static class SignInLink
{
    public const string Path = "/signin";
    public const string SignUpPath = "/signup";
    public const string SignOutPath = "/signout";

    public static string From(NavigationManager navigation) =>
        $"{Path}?returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}";
}
