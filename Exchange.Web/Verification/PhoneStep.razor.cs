using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>Confirms a member's telephone by a code.</summary>
public sealed partial class PhoneStep
{
    private const string Resend = "resend";
    private PhoneView? _phone;
    private string? _alert;
    private string? _numberError;
    private string? _codeError;

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public MemberId Member { get; set; }

    /// <summary>Called when the number is confirmed.</summary>
    [Parameter]
    public EventCallback OnVerified { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "number", FormName = "add-phone")]
    private string? Number { get; set; }

    [SupplyParameterFromForm(Name = "code", FormName = "verify-phone")]
    private string? Code { get; set; }

    [SupplyParameterFromForm(Name = "what", FormName = "verify-phone")]
    private string? What { get; set; }

    [Inject]
    private PhoneVerification Phones { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task AddAsync() => await ShowAsync(await Phones.AddAsync(Member, Number, Http.RequestAborted));

    private async Task VerifyAsync() => await ShowAsync(What == Resend
        ? await Phones.ResendAsync(Member, Http.RequestAborted)
        : await Phones.VerifyAsync(Member, Code?.Trim(), Http.RequestAborted));

    private async Task ShowAsync(PhoneOutcome outcome)
    {
        var text = Of(outcome);
        if (outcome.Reason == PhoneRejectReason.NumberInvalid) _numberError = text;
        else if (outcome.Reason == PhoneRejectReason.CodeInvalid) _codeError = text;
        else _alert = text;
        await LoadAsync();
        if (outcome.Reason == PhoneRejectReason.None && _phone?.ValidatedAt is not null) await OnVerified.InvokeAsync();
        if (outcome.Reason == PhoneRejectReason.None) Number = null;
    }

    private async Task LoadAsync() => _phone = await Phones.FindAsync(Member, Http.RequestAborted);

    private static string? Of(PhoneOutcome outcome) => outcome.Reason switch
    {
        PhoneRejectReason.None => null,
        PhoneRejectReason.NumberInvalid => "Enter a number with its country's code, such as +44 20 7946 0123.",
        PhoneRejectReason.NotAvailable => "Codes cannot be sent here yet: the operator has set up no provider of short messages.",
        PhoneRejectReason.AlreadyVerified => "Your number is confirmed already.",
        PhoneRejectReason.NumberUnknown => "Enter your number first.",
        PhoneRejectReason.NumberTaken => "This number cannot be used.",
        PhoneRejectReason.TooManyCodes => string.Create(
            CultureInfo.InvariantCulture, $"Too many codes. The next can be sent in {Math.Ceiling(outcome.Wait.TotalMinutes):0} min."),
        PhoneRejectReason.CodeInvalid => "The code is wrong or too old. After five wrong ones ask for another.",
    };
}
