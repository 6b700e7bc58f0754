using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>A picture for the provider.</summary>
/// <param name="Item">The item of the review, by which the provider speaks of it.</param>
/// <param name="Document">What it is.</param>
/// <param name="Facts">Its number.</param>
/// <param name="File">The picture; null where the member takes it at the provider's page.</param>
public sealed record ProviderDocument(Guid Item, Document Document, DocumentFacts Facts, byte[]? File)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ProviderDocument);
}

/// <summary>What a provider is asked to check.</summary>
/// <param name="Reference">By which both sides know this try; the same at every repetition.</param>
/// <param name="Uid">The member's public name.</param>
/// <param name="ProfileItem">The item of the profile, or null when it is decided already.</param>
/// <param name="Profile">What the member says of themselves.</param>
/// <param name="Documents">What they sent.</param>
public sealed record ProviderRequest(
    string Reference, string Uid, Guid? ProfileItem, ProfileFields Profile, IReadOnlyList<ProviderDocument> Documents)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ProviderRequest);
}

/// <summary>What a provider answers.</summary>
/// <param name="ApplicantId">Its number of the check.</param>
/// <param name="HostedUrl">Where the member goes on, or null.</param>
public sealed record ProviderAnswer(string ApplicantId, Uri? HostedUrl);

/// <summary>A check that is to be forgotten.</summary>
/// <param name="Reference">By which both sides know it.</param>
/// <param name="ApplicantId">The provider's number of it; null when it never answered.</param>
public sealed record ErasedCheck(string Reference, string? ApplicantId);

/// <summary>Somebody who is to be forgotten, by the references that the provider knows.</summary>
/// <param name="Reference">Of this message; the same at every repetition.</param>
/// <param name="Checks">Their checks.</param>
/// <param name="Names">How all references begin under which their names were compared; or null.</param>
public sealed record ProviderErasure(string Reference, IReadOnlyList<ErasedCheck> Checks, string? Names);

/// <summary>Somebody outside who checks identities: the seam for other protocols than ours. Results come by signed messages.</summary>
public interface IVerificationProvider
{
    /// <summary>
    /// Starts a check; asked again with the same reference, answers the same. Throws
    /// <see cref="Notifications.DeliveryRefusedException"/> when it never will, and anything else when a later try may help.
    /// </summary>
    Task<ProviderAnswer> StartAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Tells that somebody is erased here; may come again with the same reference. Throws as <see cref="StartAsync"/>.</summary>
    Task EraseAsync(ProviderErasure erasure, CancellationToken cancellationToken);
}
