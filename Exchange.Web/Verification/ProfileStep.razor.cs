using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>Takes what a member says of themselves.</summary>
public sealed partial class ProfileStep
{
    private const string Submit = "submit";
    private ProfileView? _profile;
    private IReadOnlyList<ProfileField> _wrong = [];
    private string? _alert;

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public MemberId Member { get; set; }

    /// <summary>Why it was rejected, or null.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Called when it is saved.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "first_name", FormName = "profile")]
    private string? FirstName { get; set; }

    [SupplyParameterFromForm(Name = "last_name", FormName = "profile")]
    private string? LastName { get; set; }

    [SupplyParameterFromForm(Name = "dob", FormName = "profile")]
    private string? DateOfBirth { get; set; }

    [SupplyParameterFromForm(Name = "address", FormName = "profile")]
    private string? Address { get; set; }

    [SupplyParameterFromForm(Name = "postcode", FormName = "profile")]
    private string? Postcode { get; set; }

    [SupplyParameterFromForm(Name = "city", FormName = "profile")]
    private string? City { get; set; }

    [SupplyParameterFromForm(Name = "country", FormName = "profile")]
    private string? CountryCode { get; set; }

    [SupplyParameterFromForm(Name = "what", FormName = "profile")]
    private string? What { get; set; }

    [Inject]
    private Profiles Profiles { get; set; } = null!;

    [Inject]
    private SubmitProfile SubmitProfile { get; set; } = null!;

    private ProfileFields Given => new()
    {
        FirstName = FirstName,
        LastName = LastName,
        DateOfBirth = DateOfBirth,
        Address = Address,
        Postcode = Postcode,
        City = City,
        Country = CountryCode,
    };

    private ProfileFields Fields => What is null ? _profile?.Fields ?? new ProfileFields() : Given;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _profile = await Profiles.FindAsync(Member, Http.RequestAborted);

    private async Task SaveAsync()
    {
        var outcome = await SubmitProfile.CreateAsync(Member, Given, What == Submit, Http.RequestAborted);
        _wrong = outcome.Wrong;
        _alert = outcome.Reason switch
        {
            ProfileRejectReason.None => null,
            ProfileRejectReason.FieldsInvalid => "The profile is not saved: see below.",
            ProfileRejectReason.Exists or ProfileRejectReason.NotEditable => "The profile cannot be changed while it is in review.",
        };
        _profile = await Profiles.FindAsync(Member, Http.RequestAborted);
        if (outcome.Reason == ProfileRejectReason.None) await OnSaved.InvokeAsync();
    }

    private string? ErrorOf(ProfileField field) => !_wrong.Contains(field) ? null : field switch
    {
        ProfileField.FirstName or ProfileField.LastName => "Enter the name in letters; up to 100.",
        ProfileField.DateOfBirth => "Enter a day. You must be 18 or older.",
        ProfileField.Address => "Enter street and house number.",
        ProfileField.Postcode => "Enter 2 to 12 letters and digits.",
        ProfileField.City => "Enter the city.",
        ProfileField.Country => "Choose a country.",
        ProfileField.Metadata => "Not JSON.",
    };
}
