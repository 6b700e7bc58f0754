using System.Text;
using Exchange.Core.Compliance;

namespace Exchange.Tests.Compliance;

/// <summary>What is taken for a document and what is not.</summary>
public sealed class FileInspectionTests
{
    private const string Eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    [Fact]
    public void A_picture_and_a_paper_are_taken_by_their_content()
    {
        Assert.Equal((FileProblem.None, FileInspection.Jpeg), Found(SampleFiles.Jpeg()));
        Assert.Equal((FileProblem.None, FileInspection.Png), Found(SampleFiles.Png()));
        Assert.Equal((FileProblem.None, FileInspection.Pdf), Found(SampleFiles.Pdf()));
    }

    [Trait("BadInput", "B206, B208, B215")]
    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", FileProblem.TypeUnknown)]
    [InlineData("<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>", FileProblem.Archive)]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", FileProblem.Archive)]
    [InlineData("<html><script>alert(1)</script></html>", FileProblem.TypeUnknown)]
    [InlineData("GIF89a", FileProblem.TypeUnknown)]
    [InlineData("MZ this program", FileProblem.TypeUnknown)]
    [InlineData(Eicar, FileProblem.TypeUnknown)]
    public void Markup_and_programs_are_no_pictures_whatever_they_are_called(string text, FileProblem problem) =>
        Assert.Equal(problem, FileInspection.Inspect(Encoding.Latin1.GetBytes(text)).Problem);

    [Trait("BadInput", "B211")]
    [Fact]
    public void An_empty_file_and_one_byte_too_many_are_refused()
    {
        Assert.Equal(FileProblem.Empty, FileInspection.Inspect([]).Problem);
        byte[] large = [.. SampleFiles.Jpeg(), .. new byte[FileInspection.MaxBytes]];
        Assert.Equal(FileProblem.TooLarge, FileInspection.Inspect(large).Problem);
    }

    [Trait("BadInput", "B214")]
    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 0x03, 0x04, 20, 0 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 })]
    [InlineData(new byte[] { 0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C })]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 })]
    public void Archives_and_office_files_are_refused(byte[] start) =>
        Assert.Equal(FileProblem.Archive, FileInspection.Inspect(start).Problem);

    [Trait("BadInput", "B214")]
    [Fact]
    public void What_unpacks_to_far_more_than_it_is_is_refused()
    {
        Assert.Equal(FileProblem.Bomb, FileInspection.Inspect(SampleFiles.PngBomb()).Problem);
        Assert.Equal(FileProblem.Bomb, FileInspection.Inspect(SampleFiles.PdfWithObjects(new byte[41 << 20])).Problem);
    }

    [Trait("BadInput", "B217")]
    [Fact]
    public void Position_camera_comments_and_what_hangs_on_behind_are_gone_and_the_picture_is_not()
    {
        byte[] dirty =
        [
            .. SampleFiles.Jpeg(
                8, 8, SampleFiles.Exif(1), SampleFiles.Note(0xFE), SampleFiles.Note(0xE2), SampleFiles.Note(0xED), SampleFiles.Note(0xEE)),
            .. Encoding.ASCII.GetBytes("<script>" + SampleFiles.Secret),
        ];
        var clean = FileInspection.Inspect(dirty);
        Assert.Equal(FileProblem.None, clean.Problem);
        Assert.DoesNotContain(SampleFiles.Secret, Encoding.Latin1.GetString(clean.Bytes));
        Assert.DoesNotContain("JFIF", Encoding.Latin1.GetString(clean.Bytes));
        Assert.Equal(clean.Bytes, FileInspection.Inspect(SampleFiles.Jpeg()).Bytes);
    }

    [Trait("BadInput", "B217")]
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_picture_that_lay_on_its_side_is_still_seen_upright(int orientation)
    {
        var clean = FileInspection.Inspect(SampleFiles.Jpeg(8, 8, SampleFiles.Exif(orientation)));
        var at = clean.Bytes.AsSpan().IndexOf("Exif\0\0"u8) + 6;
        Assert.Equal(orientation, ExifOrientation.Read(clean.Bytes.AsSpan(at)));
        Assert.DoesNotContain(SampleFiles.Secret, Encoding.Latin1.GetString(clean.Bytes));
        var png = FileInspection.Inspect(SampleFiles.Png(8, 8, ("eXIf", ExifOrientation.Write(orientation))));
        Assert.Contains("eXIf", Encoding.Latin1.GetString(png.Bytes));
    }

    [Trait("BadInput", "B217")]
    [Theory]
    [InlineData("tEXt")]
    [InlineData("iTXt")]
    [InlineData("eXIf")]
    [InlineData("tIME")]
    [InlineData("iCCP")]
    [InlineData("prVt")]
    public void A_png_keeps_no_texts(string chunk)
    {
        var dirty = SampleFiles.Png(8, 8, (chunk, Encoding.ASCII.GetBytes(SampleFiles.Secret)));
        var clean = FileInspection.Inspect(dirty);
        Assert.Equal(FileProblem.None, clean.Problem);
        Assert.Equal(clean.Bytes, FileInspection.Inspect(SampleFiles.Png()).Bytes);
    }

    [Fact]
    public void Pictures_have_a_size_that_can_be_looked_at()
    {
        Assert.Equal(FileProblem.None, FileInspection.Inspect(SampleFiles.Jpeg(8000, 6000)).Problem);
        Assert.Equal(FileProblem.TooManyPixels, FileInspection.Inspect(SampleFiles.Jpeg(8000, 6251)).Problem);
        Assert.Equal(FileProblem.TooManyPixels, FileInspection.Inspect(SampleFiles.Jpeg(16_385, 1)).Problem);
        Assert.Equal(FileProblem.TooManyPixels, FileInspection.Inspect(SampleFiles.Png(30_000, 1)).Problem);
        Assert.Equal(FileProblem.Damaged, FileInspection.Inspect(SampleFiles.Jpeg(0, 8)).Problem);
    }

    [Fact]
    public void A_paper_has_a_page_at_least_and_twenty_at_most()
    {
        Assert.Equal(FileProblem.Damaged, FileInspection.Inspect(SampleFiles.Pdf(0)).Problem);
        Assert.Equal(FileProblem.None, FileInspection.Inspect(SampleFiles.Pdf(20)).Problem);
        Assert.Equal(FileProblem.TooManyPages, FileInspection.Inspect(SampleFiles.Pdf(21)).Problem);
        var packed = string.Concat(Enumerable.Repeat("<< /Type /Page >> ", 21));
        Assert.Equal(FileProblem.TooManyPages, FileInspection.Inspect(SampleFiles.PdfWithObjects(Encoding.ASCII.GetBytes(packed))).Problem);
    }

    [Theory]
    [InlineData("<< /S /JavaScript /JS (app.alert(1)) >>")]
    [InlineData("<< /S /J#61vaScript >>")]
    [InlineData("<< /OpenAction 5 0 R >>")]
    [InlineData("<< /AA << >> >>")]
    [InlineData("<< /S /Launch /F (cmd.exe) >>")]
    [InlineData("<< /EF << /F 7 0 R >> /Type /EmbeddedFile >>")]
    [InlineData("<< /XFA 5 0 R >>")]
    public void A_paper_that_does_something_is_refused_also_when_it_hides_that(string active)
    {
        Assert.Equal(FileProblem.Active, FileInspection.Inspect(SampleFiles.Pdf(more: active)).Problem);
        Assert.Equal(FileProblem.Active, FileInspection.Inspect(SampleFiles.PdfWithObjects(Encoding.ASCII.GetBytes(active))).Problem);
    }

    [Fact]
    public void No_file_that_is_cut_anywhere_or_changed_anywhere_breaks_the_inspection()
    {
        var random = new Random(20_261_121);
        foreach (var file in new[] { SampleFiles.Jpeg(8, 8, SampleFiles.Exif(6)), SampleFiles.Png(), SampleFiles.Pdf(2) })
        {
            for (var length = 0; length < file.Length; length++) FileInspection.Inspect(file.AsSpan(0, length));
            for (var round = 0; round < 3000; round++)
            {
                var changed = file.ToArray();
                for (var i = random.Next(1, 5); i > 0; i--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
                var found = FileInspection.Inspect(changed);
                if (found.Problem == FileProblem.None) Assert.Equal(found.Bytes, FileInspection.Inspect(found.Bytes).Bytes);
            }
        }
    }

    private static (FileProblem Problem, string Type) Found(byte[] file)
    {
        var found = FileInspection.Inspect(file);
        return (found.Problem, found.ContentType);
    }
}
