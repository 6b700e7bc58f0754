using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>/resource/profiles: what a member says of themselves.</summary>
internal sealed class ProfileEndpoints(Profiles profiles, SubmitProfile submit)
{
    private const string Prefix = "resource.profile";

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var profile = await profiles.FindAsync(member, http.RequestAborted);
        await ApiResponse.WriteAsync(http, 200, profile, static (json, found) =>
        {
            json.WriteStartArray();
            if (found is not null) Write(json, found);
            json.WriteEndArray();
        });
    }

    public Task CreateAsync(HttpContext http, MemberId member) => SaveAsync(http, member, 201, submit.CreateAsync);

    public Task UpdateAsync(HttpContext http, MemberId member) => SaveAsync(http, member, 200, submit.UpdateAsync);

    /// <summary>One profile in the contract's shape, masked as the contract masks it.</summary>
    internal static void Write(Utf8JsonWriter json, ProfileView profile)
    {
        var masked = profile.Fields.Masked();
        json.WriteStartObject();
        json.WriteString("first_name"u8, masked.FirstName);
        json.WriteString("last_name"u8, masked.LastName);
        json.WriteString("dob"u8, masked.DateOfBirth);
        json.WriteString("address"u8, profile.Fields.Address);
        json.WriteString("postcode"u8, profile.Fields.Postcode);
        json.WriteString("city"u8, profile.Fields.City);
        json.WriteString("country"u8, profile.Fields.Country);
        json.WriteString("state"u8, PersonalProfile.NameOf(profile.State));
        json.WriteString("metadata"u8, profile.Fields.Metadata);
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(profile.CreatedAt));
        json.WriteMoment("updated_at"u8, Clock.ToMicroseconds(profile.UpdatedAt));
        json.WriteEndObject();
    }

    private async Task SaveAsync(
        HttpContext http, MemberId member, int status,
        Func<MemberId, ProfileFields, bool, CancellationToken, Task<ProfileOutcome>> save)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var fields = new ProfileFields
        {
            FirstName = checks.Text("first_name"),
            LastName = checks.Text("last_name"),
            DateOfBirth = checks.Text("dob"),
            Address = checks.Text("address"),
            Postcode = checks.Text("postcode"),
            City = checks.Text("city"),
            Country = checks.Text("country"),
            Metadata = checks.Text("metadata"),
        };
        var confirm = checks.Flag("confirm") ?? false;
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var outcome = await save(member, fields, confirm, http.RequestAborted);
        if (RefusalOf(outcome, fields) is { } refusal) await refusal.WriteAsync(http);
        else if (await profiles.FindAsync(member, http.RequestAborted) is { } profile)
            await ApiResponse.WriteAsync(http, status, profile, Write);
        else await ApiError.NotFound.WriteAsync(http);
    }

    private static ApiError? RefusalOf(ProfileOutcome outcome, ProfileFields given) => outcome.Reason switch
    {
        ProfileRejectReason.None => null,
        ProfileRejectReason.NotEditable => ApiError.Of(404, "resource.profile.doesnt_exist_or_not_editable"),
        ProfileRejectReason.Exists => ApiError.Of(422, "state.exists"),
        ProfileRejectReason.FieldsInvalid => ApiError.Of(422, [.. outcome.Wrong.Select(field => CodeOf(field, given))]),
    };

    private static string CodeOf(ProfileField field, ProfileFields given)
    {
        var (name, value) = field switch
        {
            ProfileField.FirstName => ("first_name", given.FirstName),
            ProfileField.LastName => ("last_name", given.LastName),
            ProfileField.DateOfBirth => ("dob", given.DateOfBirth),
            ProfileField.Address => ("address", given.Address),
            ProfileField.Postcode => ("postcode", given.Postcode),
            ProfileField.City => ("city", given.City),
            ProfileField.Country => ("country", given.Country),
            ProfileField.Metadata => ("metadata", given.Metadata),
        };
        return value is null ? $"{Prefix}.missing_{name}" : $"{name}.invalid";
    }
}
