using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Web.Tower;

namespace Exchange.Tests.Tower;

public sealed class ProtectionFormTests
{
    private static readonly MarketId Market = new(3);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.01", 1)]
    [InlineData("5", 500)]
    [InlineData(" 2.5 ", 250)]
    [InlineData("2.50", 250)]
    [InlineData("10000", 1_000_000)]
    [InlineData("10000.00", 1_000_000)]
    public void A_percentage_is_read_as_basis_points(string text, int points)
    {
        Assert.Equal(new MarketProtection(Market, points, 0, 60, 30), new ProtectionForm(text, "0", "60", "30").Read(Market));
        Assert.Equal(new MarketProtection(Market, 0, points, 60, 30), new ProtectionForm("0", text, "60", "30").Read(Market));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("1.005")]
    [InlineData("5 %")]
    [InlineData(".5")]
    [InlineData("10000.01")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999999999999")]
    [InlineData("٥")]
    public void A_bad_percentage_is_told_at_its_field_alone(string? text)
    {
        var (band, breaker) = (new ProtectionForm(text, "0", "60", "30"), new ProtectionForm("0", text, "60", "30"));
        Assert.Null(band.Read(Market));
        Assert.Null(breaker.Read(Market));
        Assert.Equal((ProtectionForm.PercentProblem, null, null, null), Errors(band));
        Assert.Equal((null, ProtectionForm.PercentProblem, null, null), Errors(breaker));
        Assert.Equal(text, band.Band);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("86401")]
    [InlineData("99999999999")]
    [InlineData("1e2")]
    [InlineData("٥")]
    public void A_bad_time_is_told_at_its_field_alone(string? text)
    {
        var (window, auction) = (new ProtectionForm("0", "0", text, "30"), new ProtectionForm("0", "0", "60", text));
        Assert.Null(window.Read(Market));
        Assert.Null(auction.Read(Market));
        Assert.Equal((null, null, ProtectionForm.SecondsProblem, null), Errors(window));
        Assert.Equal((null, null, null, ProtectionForm.SecondsProblem), Errors(auction));
    }

    [Fact]
    public void What_a_market_has_reads_as_it_is()
    {
        foreach (var points in (int[])[0, 1, 9, 10, 99, 100, 2_050, MarketProtection.MaxBasisPoints])
        {
            var protection = new MarketProtection(
                Market, points, points, MarketProtection.MinSeconds, MarketProtection.MaxSeconds);
            Assert.Equal(protection, ProtectionForm.Of(protection).Read(Market));
        }
    }

    private static (string? Band, string? Breaker, string? Window, string? Auction) Errors(ProtectionForm form) =>
        (form.BandError, form.BreakerError, form.WindowError, form.AuctionError);
}
