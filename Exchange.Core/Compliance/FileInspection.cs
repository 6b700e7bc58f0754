namespace Exchange.Core.Compliance;

/// <summary>What is wrong with a file, in the order of the checks.</summary>
public enum FileProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>More than <see cref="FileInspection.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>An archive or markup, in which anything may hide.</summary>
    Archive,

    /// <summary>Neither JPEG nor PNG nor PDF, whatever it is called.</summary>
    TypeUnknown,

    /// <summary>It begins as one of these and does not go on as one.</summary>
    Damaged,

    /// <summary>More picture elements than <see cref="FileInspection.MaxPixels"/>, or a side beyond
    /// <see cref="FileInspection.MaxSide"/>.</summary>
    TooManyPixels,

    /// <summary>A PDF of more than <see cref="FileInspection.MaxPages"/> pages.</summary>
    TooManyPages,

    /// <summary>A PDF that runs something, holds other files, or is encrypted.</summary>
    Active,

    /// <summary>It unpacks to far more than it is.</summary>
    Bomb,
}

/// <summary>A file as it may be kept: of a known type, and an image without anything but the image.</summary>
/// <param name="Problem">None when it may be kept.</param>
/// <param name="ContentType">The type, found from the content.</param>
/// <param name="Bytes">What is kept.</param>
public sealed record InspectedFile(FileProblem Problem, string ContentType, byte[] Bytes)
{
    internal static InspectedFile Of(FileProblem problem) => new(problem, "", []);
}

/// <summary>
/// Finds out what a file is from its bytes alone, and writes images anew from the parts that make the image: position, camera, texts,
/// thumbnails and whatever hangs on behind stay out. Nothing is decoded, so nothing in a decoder can be attacked.
/// </summary>
public static class FileInspection
{
    /// <summary>Largest file.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Most picture elements: a camera of 50 megapixels.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>Longest side of a picture.</summary>
    public const int MaxSide = 16_384;

    /// <summary>Most pages of a PDF.</summary>
    public const int MaxPages = 20;

    /// <summary>The type of JPEG.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>The type of PNG.</summary>
    public const string Png = "image/png";

    /// <summary>The type of PDF.</summary>
    public const string Pdf = "application/pdf";

    private static readonly byte[][] Archives =
    [
        [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06], [0x1F, 0x8B], [0x52, 0x61, 0x72, 0x21], [0x37, 0x7A, 0xBC, 0xAF],
        [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58], [0xD0, 0xCF, 0x11, 0xE0], [.. "<?xml"u8], [0xEF, 0xBB, 0xBF, .. "<?xml"u8],
    ];

    /// <summary>Inspects a file.</summary>
    public static InspectedFile Inspect(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty) return InspectedFile.Of(FileProblem.Empty);
        if (file.Length > MaxBytes) return InspectedFile.Of(FileProblem.TooLarge);
        if (JpegFile.Begins(file)) return Made(JpegFile.TryClean(file, out var jpeg), Jpeg, jpeg);
        if (PngFile.Begins(file)) return Made(PngFile.TryClean(file, out var png), Png, png);
        if (PdfFile.Begins(file)) return Made(PdfFile.Check(file), Pdf, file.ToArray());
        foreach (var archive in Archives)
            if (file.StartsWith(archive)) return InspectedFile.Of(FileProblem.Archive);
        return InspectedFile.Of(FileProblem.TypeUnknown);
    }

    /// <summary>Whether a picture has a size that can be looked at.</summary>
    internal static FileProblem OfSize(long width, long height)
    {
        if (width <= 0 || height <= 0) return FileProblem.Damaged;
        return width > MaxSide || height > MaxSide || width * height > MaxPixels ? FileProblem.TooManyPixels : FileProblem.None;
    }

    private static InspectedFile Made(FileProblem problem, string type, byte[] bytes) =>
        problem == FileProblem.None ? new InspectedFile(problem, type, bytes) : InspectedFile.Of(problem);
}
