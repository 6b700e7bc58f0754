using Bunit;
using Exchange.Core.Members;
using Exchange.Web.Tower;

namespace Exchange.Tests.Tower;

public sealed class DifferenceTests
{
    [Theory]
    [InlineData("active", "locked", "-active +locked")]
    [InlineData(null, "superadmin", "+superadmin")]
    [InlineData("a note, with a comma", null, "-a note, with a comma")]
    [InlineData("audit.read, kyc.review", "audit.read, pii.reveal", "-kyc.review +pii.reveal")]
    [InlineData("audit.read, kyc.review", "", "-audit.read -kyc.review")]
    [InlineData("audit.read", "audit.read, kyc.review", "+kyc.review")]
    [InlineData("band:off, auction:60\u00a0s", "band:5.00\u00a0%, auction:60\u00a0s", "-band:off +band:5.00\u00a0%")]
    [InlineData(null, null, "")]
    public void A_difference_shows_what_goes_and_what_comes_and_of_lists_only_that(string? before, string? after, string expected)
    {
        var parts = new Difference("It", before, after).Parts
            .Select(p => (p.Kind == DifferenceKind.Removed ? "-" : "+") + p.Text);
        Assert.Equal(expected, string.Join(' ', parts));
    }

    [Fact]
    public void It_is_told_apart_without_colours_and_text_of_others_stays_text()
    {
        using var context = new BunitContext();
        var view = context.Render<DifferenceView>(p => p.Add(v => v.Value, new Difference("It", "<b>x</b>", "y")));
        Assert.Equal("<b>x</b>", view.Find("del").TextContent);
        Assert.Equal("y", view.Find("ins").TextContent);
        Assert.Equal(["−", "+"], view.FindAll("[aria-hidden]").Select(e => e.TextContent));
    }

    [Theory]
    [InlineData("running", HealthLight.Green)]
    [InlineData("recovering", HealthLight.Amber)]
    [InlineData("stalled", HealthLight.Red)]
    [InlineData("stopped", HealthLight.Red)]
    public void The_engines_phase_has_a_light(string phase, Enum light) =>
        Assert.Equal(light, HealthTiles.EngineTile(Ready(phase, 0)).Light);

    [Theory]
    [InlineData(0L, HealthLight.Green)]
    [InlineData(1_001L, HealthLight.Amber)]
    [InlineData(100_001L, HealthLight.Red)]
    [InlineData(null, HealthLight.Red)]
    public void So_has_the_lag_of_the_tables(long? lag, Enum light) =>
        Assert.Equal(light, HealthTiles.LagTile(Ready("running", lag)).Light);

    [Fact]
    public void Every_refusal_has_words()
    {
        Assert.All(Enum.GetValues<StaffRejectReason>().Skip(2), r => Assert.NotEmpty(TowerTexts.Refusal(new StaffOutcome(r))));
        Assert.All(Enum.GetValues<PermissionVerdict>().Skip(1), v => Assert.NotEmpty(TowerTexts.Refusal(v)));
        Assert.All(
            Enum.GetValues<Exchange.Core.Compliance.ReviewRejectReason>().Skip(1), r => Assert.NotEmpty(TowerTexts.Refusal(r)));
    }

    private static Exchange.Web.Operations.Readiness Ready(string phase, long? lag) => new("ready", phase, 5, lag, "up", null);
}
