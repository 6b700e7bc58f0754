using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>Makes an account a company's and takes its papers.</summary>
public sealed partial class CompanyPage
{
    private static readonly IReadOnlyList<DocumentType> Types =
        [.. DocumentType.All.Where(type => type.Purpose == DocumentPurpose.Company).OrderByDescending(
            type => DocumentType.NeededOfCompanies.Contains(type.Name))];

    private MemberId _member;
    private CompanyView? _company;
    private OwnReview? _review;
    private IReadOnlyList<CompanyField> _wrong = [];
    private string? _alert;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "name", FormName = "company")]
    private string? Name { get; set; }

    [SupplyParameterFromForm(Name = "registration_number", FormName = "company")]
    private string? RegistrationNumber { get; set; }

    [SupplyParameterFromForm(Name = "country", FormName = "company")]
    private string? CountryCode { get; set; }

    [SupplyParameterFromForm(Name = "address", FormName = "company")]
    private string? Address { get; set; }

    [SupplyParameterFromForm(Name = "representative", FormName = "company")]
    private string? Representative { get; set; }

    [SupplyParameterFromForm(Name = "shareholders", FormName = "company")]
    private string? Shareholders { get; set; }

    [Inject]
    private Companies Companies { get; set; } = null!;

    [Inject]
    private DocumentQueries Documents { get; set; } = null!;

    private CompanyFields Fields => Name is null ? _company?.Fields ?? new CompanyFields() : new CompanyFields
    {
        Name = Name,
        RegistrationNumber = RegistrationNumber,
        Country = CountryCode,
        Address = Address,
        Representative = Representative,
        Shareholders = ShareholdersOf(Shareholders),
    };

    private string ShareholderText => Shareholders ?? string.Join(
        '\n', Fields.Shareholders.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Percent}")));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        await LoadAsync();
    }

    /// <summary>A line without whole percents makes a shareholder of none, which Core refuses.</summary>
    internal static IReadOnlyList<Shareholder> ShareholdersOf(string? text) =>
    [
        .. from line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let at = line.LastIndexOf(' ')
           let isRight = int.TryParse(line[(at + 1)..].TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out _)
           select isRight && at > 0
               ? new Shareholder(line[..at], int.Parse(line[(at + 1)..].TrimEnd('%'), CultureInfo.InvariantCulture))
               : new Shareholder(line, 0),
    ];

    private async Task SubmitAsync()
    {
        var outcome = await Companies.SubmitAsync(_member, Fields, Http.RequestAborted);
        _wrong = outcome.Wrong;
        _alert = outcome.Reason switch
        {
            CompanyRejectReason.None => null,
            CompanyRejectReason.NotEditable => "The company cannot be changed while it is in review.",
            CompanyRejectReason.PersonVerified => "This account is yours as a person. Open another one for the company.",
            CompanyRejectReason.FieldsInvalid => "The company is not submitted: see below.",
        };
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _company = await Companies.FindAsync(_member, Http.RequestAborted);
        _review = await Documents.OfAsync(_member, Http.RequestAborted);
    }

    private string? ErrorOf(CompanyField field) => !_wrong.Contains(field) ? null : field switch
    {
        CompanyField.Name => "Enter the registered name.",
        CompanyField.RegistrationNumber => "Enter the number in the register.",
        CompanyField.Country => "Choose a country.",
        CompanyField.Address => "Enter the registered address.",
        CompanyField.Representative => "Enter the name of the person.",
        CompanyField.Shareholders => "Name 1 to 20 shareholders, each with whole percents, together at most 100.",
    };
}
