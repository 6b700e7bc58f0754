using System.Diagnostics.Metrics;
using System.Net;
using Exchange.Web.Operations;
using Microsoft.AspNetCore.Http;

namespace Exchange.Tests.Operations;

public sealed class MetricsTests
{
    private const string Token = "0123456789abcdef0123";

    [Fact]
    public async Task Instruments_are_written_in_the_Prometheus_text_format()
    {
        using var meter = new Meter("Exchange.MetricsTests");
        using var collector = new MetricsCollector();
        await collector.StartAsync(default);
        var counter = meter.CreateCounter<long>("test.things", description: "Things.");
        var histogram = meter.CreateHistogram<double>("test.wait_milliseconds", "ms");
        meter.CreateObservableGauge("test.level", () => 7);

        counter.Add(2, new KeyValuePair<string, object?>("kind", "a\"b"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a\"b"));
        histogram.Record(2);
        histogram.Record(9000);

        var text = collector.Write();
        Assert.Contains("# HELP test_things_total Things.\n# TYPE test_things_total counter\n", text,
            StringComparison.Ordinal);
        Assert.Contains("test_things_total{kind=\"a\\\"b\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("test_level 7\n", text, StringComparison.Ordinal);
        Assert.Contains("test_wait_milliseconds_bucket{le=\"1\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("test_wait_milliseconds_bucket{le=\"2.5\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("test_wait_milliseconds_bucket{le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_wait_milliseconds_sum 9002\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_in_any_order_and_equal_values_are_one_series()
    {
        using var meter = new Meter("Exchange.MetricsTests.Labels");
        using var collector = new MetricsCollector();
        await collector.StartAsync(default);
        var counter = meter.CreateCounter<long>("test.labels");
        for (var i = 0; i < 3; i++)
        {
            counter.Add(1, new("a", 200), new("b", "x"));
            counter.Add(1, new("b", string.Concat("", "x")), new("a", 200));
            counter.Add(1, new("a", 201), new("b", "x"));
            counter.Add(1, new("a", "x"), new("c", 200));
        }

        var text = collector.Write();
        Assert.Contains("test_labels_total{a=\"200\",b=\"x\"} 6\n", text, StringComparison.Ordinal);
        Assert.Contains("test_labels_total{a=\"201\",b=\"x\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("test_labels_total{a=\"x\",c=\"200\"} 3\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", null, null, true)]
    [InlineData("127.0.0.1", "203.0.113.9", null, false)]
    [InlineData("203.0.113.9", null, null, false)]
    [InlineData("203.0.113.9", null, "Bearer wrong", false)]
    [InlineData("203.0.113.9", null, "Bearer " + Token, true)]
    public void Metrics_are_for_this_machine_or_the_token(string remote, string? forwarded,
        string? authorization, bool allowed)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        if (forwarded is not null) context.Request.Headers["X-Forwarded-For"] = forwarded;
        if (authorization is not null) context.Request.Headers.Authorization = authorization;
        Assert.Equal(allowed, MetricsEndpoint.IsAllowed(context, Token));
    }
}
