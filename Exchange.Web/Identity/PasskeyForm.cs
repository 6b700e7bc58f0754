using System.Text.Encodings.Web;
using Exchange.Core.Members;

namespace Exchange.Web.Identity;

/// <summary>
/// The fields by which a form speaks with a passkey; <c>passkeys.js</c> fills them in. It sends the form once with <see cref="Ask"/>, and
/// the page comes back with a question for exactly what stands in the form; then again with the answer.
/// </summary>
internal static class PasskeyForm
{
    /// <summary>Names the button that wants a question.</summary>
    public const string Ask = "passkey-ask";

    /// <summary>The key of the question.</summary>
    public const string Key = "passkey-key";

    /// <summary>The answer.</summary>
    public const string Answer = "passkey-answer";

    private static readonly object ItemKey = new();

    /// <summary>What the form that was sent says to or of a passkey; null when it says nothing. One for the whole request.</summary>
    public static PasskeyExchange? Of(HttpContext http)
    {
        if (http.Items.TryGetValue(ItemKey, out var known)) return (PasskeyExchange?)known;
        var made = Read(http);
        http.Items[ItemKey] = made;
        return made;
    }

    /// <summary>Whether a passkey is only to be asked: no try of anything yet.</summary>
    public static bool IsAsking(HttpContext http) => Of(http) is { IsAsking: true };

    /// <summary>The question for a button, when that one wanted it.</summary>
    public static PasskeyQuestion? QuestionFor(HttpContext http, string name) =>
        IsAsking(http) && http.Request.Form[Ask] == name ? Of(http)!.Question : null;

    /// <summary>Answers a form that leads to no page: just the button's part of one, which is all that the script looks for.</summary>
    public static Task WriteAsync(HttpContext http, string name, PasskeyQuestion question)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(
            $"""
            <div data-passkey-name="{Encoded(name)}" data-passkey-question="{Encoded(question.Options)}">
              <input type="hidden" name="{Key}" value="{Encoded(question.Key)}">
            </div>
            """,
            http.RequestAborted);
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    private static PasskeyExchange? Read(HttpContext http)
    {
        // The framework has read the form before it made any page.
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType) return null;
        var form = http.Request.Form;
        var isAsking = !string.IsNullOrEmpty(form[Ask]);
        return isAsking || !string.IsNullOrEmpty(form[Answer])
            ? new PasskeyExchange { IsAsking = isAsking, Key = form[Key], Answer = form[Answer] }
            : null;
    }
}
