using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>The captcha's part of a form: a script answers while the form is filled in.</summary>
public sealed partial class CaptchaField
{
    /// <summary>What a form says whose captcha was not passed.</summary>
    internal const string Refused =
        "The check that keeps robots out was not passed. It needs scripts, and counts for twenty minutes: try again.";

    private string? _text;
    private int _difficulty;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Services.GetRequiredService<ICaptcha>().NewChallenge() is not { } challenge) return;
        (_text, _difficulty) = (challenge.Text, challenge.Difficulty);
    }
}
