using Exchange.Core.Compliance;

namespace Exchange.Web.Verification;

/// <summary>What became of an upload, as a word for the address line and as words for people.</summary>
internal static class UploadTexts
{
    /// <summary>The word of a good upload.</summary>
    public const string Done = "done";

    /// <summary>The word.</summary>
    public static string SlugOf(UploadProblem problem, UploadOutcome? outcome) => (problem, outcome) switch
    {
        (UploadProblem.TooLarge, _) => nameof(FileProblem.TooLarge),
        (UploadProblem.Busy, _) => nameof(UploadProblem.Busy),
        (_, null) => nameof(UploadProblem.Malformed),
        (_, { Reason: UploadRejectReason.None }) => Done,
        (_, { Reason: UploadRejectReason.FileInvalid }) => outcome.Problem.ToString(),
        _ => outcome.Reason.ToString(),
    };

    /// <summary>The words, or null when the address line holds none of ours.</summary>
    public static string? Of(string? slug) => slug switch
    {
        null => null,
        nameof(FileProblem.Empty) => "Choose a file first.",
        nameof(FileProblem.TooLarge) => "The file is larger than 10 MB. Take a picture with fewer pixels, or scan with less detail.",
        nameof(FileProblem.Archive) or nameof(FileProblem.TypeUnknown) =>
            "This is no JPEG, PNG or PDF. Other files, also renamed ones, are not taken.",
        nameof(FileProblem.Damaged) => "The file is damaged. Save it again and send that.",
        nameof(FileProblem.TooManyPixels) => "The picture is larger than 50 megapixels or 16 384 pixels on a side.",
        nameof(FileProblem.TooManyPages) => "The PDF has more than 20 pages. Send only those that matter.",
        nameof(FileProblem.Active) => "The PDF holds programs, other files or a password. Print it to a new PDF and send that.",
        nameof(FileProblem.Bomb) => "The file unpacks to far more than it is, so it is not taken.",
        nameof(UploadRejectReason.TypeInvalid) or nameof(UploadRejectReason.SideInvalid) => "Choose one of the documents offered.",
        nameof(UploadRejectReason.FactsInvalid) => "Enter the document's number: letters, digits, spaces, hyphens.",
        nameof(UploadRejectReason.Expired) => "The document is not valid any more, or the day is no day. Use one that is valid.",
        nameof(UploadRejectReason.Infected) => "Our virus scanner found something harmful in the file.",
        nameof(UploadRejectReason.ScannerUnavailable) => "Files cannot be scanned for viruses at the moment. Try again in some minutes.",
        nameof(UploadRejectReason.LinkInvalid) => "This link was used, or its ten minutes are over. Make a new one on the first device.",
        nameof(UploadRejectReason.TooMany) => "You have sent as many documents as there may be. Wait for the review.",
        nameof(UploadRejectReason.TooManyToday) => "You have sent as many files today as there may be. Try again tomorrow.",
        nameof(UploadProblem.Busy) => "Many people are sending documents. Try again in a minute.",
        nameof(UploadProblem.Malformed) => "The file did not arrive whole. Send it again.",
        _ => null,
    };
}
