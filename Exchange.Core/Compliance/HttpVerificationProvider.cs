using System.Security.Cryptography;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>
/// A provider that speaks the protocol of docs/kyc-providers.md, usually a small adapter of the operator's before some vendor. Files
/// go first, then the request that names them all; every one of them may come again.
/// </summary>
internal sealed class HttpVerificationProvider(ProviderClient client, IOptions<KycProviderOptions> options) : IVerificationProvider
{
    /// <summary>Most characters of the address where the member goes on.</summary>
    public const int MaxUrlLength = 2_000;

    public async Task<ProviderAnswer> StartAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            return await StartAsync(request, limit);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryFailedException("The provider took too long.", e);
        }
    }

    public Task EraseAsync(ProviderErasure erasure, CancellationToken cancellationToken) =>
        client.TellAsync("/erasures", erasure.Reference, erasure, cancellationToken);

    private async Task<ProviderAnswer> StartAsync(ProviderRequest request, CancellationTokenSource limit)
    {
        foreach (var document in request.Documents.Where(d => d.File is not null))
        {
            var message = ($"{request.Reference}-{document.Item:N}", request.Reference);
            await client.PutAsync(
                $"/checks/{request.Reference}/documents/{document.Item:D}", message, document.File!, document.Document.ContentType,
                limit.Token);
        }

        var answer = await client.AskAsync<Started>("/checks", request.Reference, QuestionOf(request), limit.Token);
        if (!IsApplicant(answer.ApplicantId)) throw new DeliveryFailedException("The answer has no applicant_id that can be.");
        return new ProviderAnswer(answer.ApplicantId, LinkOf(answer.Url));
    }

    /// <summary>Whether a text can be a provider's number of a check.</summary>
    public static bool IsApplicant(string? text) => text is { Length: > 0 and <= ProviderCheck.MaxApplicantLength }
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    private Uri? LinkOf(string? text)
    {
        if (text is null) return null;
        return text.Length <= MaxUrlLength && Uri.TryCreate(text, UriKind.Absolute, out var url) && options.Value.IsUsable(url)
            ? url
            : throw new DeliveryFailedException("The answer's url is none that a member can be sent to.");
    }

    private static object QuestionOf(ProviderRequest request) => new
    {
        request.Reference,
        Member = request.Uid,
        Profile = new
        {
            Item = request.ProfileItem,
            request.Profile.FirstName,
            request.Profile.LastName,
            request.Profile.DateOfBirth,
            request.Profile.Address,
            request.Profile.Postcode,
            request.Profile.City,
            Country = Country.Find(request.Profile.Country)?.Alpha2,
        },
        Documents = request.Documents.Select(d => new
        {
            d.Item,
            d.Document.Type,
            d.Document.Side,
            d.Facts.Number,
            d.Document.ExpiresOn,
            d.Document.ContentType,
            Sha256 = d.File is null ? null : Convert.ToHexStringLower(SHA256.HashData(d.File)),
        }),
    };

    /// <summary>The answer of <c>POST /checks</c>.</summary>
    private sealed record Started(string ApplicantId, string? Url = null);
}
