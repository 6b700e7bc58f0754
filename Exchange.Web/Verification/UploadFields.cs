using System.Globalization;
using Exchange.Core.Compliance;

namespace Exchange.Web.Verification;

/// <summary>Reads from a form of ours what a member says of a document.</summary>
internal static class UploadFields
{
    /// <summary>What the form says. What it does not say makes an upload that Core refuses.</summary>
    public static DocumentUpload Read(UploadForm form) => new(
        form.Field("type") ?? "", form.Field("side") ?? "", new DocumentFacts(form.Field("number")?.Trim() ?? ""),
        DayOf(form.Field("expires")));

    /// <summary>A day; null when there is none. What is no day is one that has passed.</summary>
    public static DateOnly? DayOf(string? text) => string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : DateOnly.MinValue;
}
