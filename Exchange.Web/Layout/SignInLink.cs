using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Layout;

/// <summary>Where signing in, up and out is, with the way back.</summary>
internal static class SignInLink
{
    /// <summary>The page to sign in.</summary>
    public const string SignIn = "/signin";

    /// <summary>The page to sign up.</summary>
    public const string SignUp = "/signup";

    /// <summary>The page to confirm an address.</summary>
    public const string ConfirmEmail = "/confirm-email";

    /// <summary>The page to choose another password.</summary>
    public const string ResetPassword = "/reset-password";

    /// <summary>Takes a post with an antiforgery token.</summary>
    public const string SignOut = "/signout";

    /// <summary>Sign in, then come back to the page that is open.</summary>
    public static string From(NavigationManager navigation) =>
        $"{SignIn}?returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}";
}
