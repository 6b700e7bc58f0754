using System.Net;
using System.Net.WebSockets;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Web.Feeds;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Tests.Feeds;

public sealed class CancelOnDisconnectTests
{
    private const string Path = "/api/v2/ranger/private?stream=order&cancel_on_disconnect=true";
    private const long Armed = FeedLimits.CancelTimerSeconds * 1_000_000L;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_a_connection_cancels_everything_and_disarms_the_timer(bool orderly)
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync(Path, member: "1");
        Assert.Equal((CommandKind.SetCancelTimer, Armed), await NextAsync(host));
        await socket.ReceiveTextAsync();

        if (orderly) await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        else socket.Abort();

        Assert.Equal((CommandKind.CancelAllOrders, 0), await NextAsync(host));
        Assert.Equal((CommandKind.SetCancelTimer, 0), await NextAsync(host));
    }

    [Fact]
    public async Task Only_the_end_of_the_last_connection_cancels_and_disarms()
    {
        await using var host = await FeedsHost.StartAsync();
        using var first = await host.ConnectAsync(Path, member: "1");
        using var second = await host.ConnectAsync(Path, member: "1");
        await NextAsync(host);
        await NextAsync(host);
        await Task.WhenAll(first.ReceiveTextAsync(), second.ReceiveTextAsync());
        first.Abort();
        second.Abort();
        Assert.Equal((CommandKind.CancelAllOrders, 0), await NextAsync(host));
        Assert.Equal((CommandKind.SetCancelTimer, 0), await NextAsync(host));
    }

    [Fact]
    public async Task While_another_connection_lives_nothing_is_canceled_and_its_timer_is_renewed()
    {
        var exchange = new FakeExchange();
        var time = new TickingTime();
        using var cancel = new CancelOnDisconnect(
            new SetCancelTimer(exchange), new CancelOrders(exchange), time, NullLogger<CancelOnDisconnect>.Instance);
        Assert.True(await cancel.OpenAsync(new MemberId(1)));
        Assert.True(await cancel.OpenAsync(new MemberId(1)));
        await cancel.CloseAsync(new MemberId(1));
        time.Tick();
        await cancel.CloseAsync(new MemberId(1));
        time.Tick();
        exchange.Submitted.Writer.Complete();
        Assert.Equal(
            [
                (CommandKind.SetCancelTimer, Armed), (CommandKind.SetCancelTimer, Armed), (CommandKind.SetCancelTimer, Armed),
                (CommandKind.CancelAllOrders, 0), (CommandKind.SetCancelTimer, 0),
            ],
            await exchange.Submitted.Reader.ReadAllAsync().Select(c => (c.Kind, c.DurationMicroseconds)).ToListAsync());
    }

    [Fact]
    public async Task Without_a_timer_in_the_engine_no_connection_is_promised()
    {
        await using var host = await FeedsHost.StartAsync();
        host.Exchange.Answer = RejectReason.Unavailable;
        using var socket = await host.ConnectAsync(Path, member: "1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, socket.HttpStatusCode);
        Assert.Equal((CommandKind.SetCancelTimer, Armed), await NextAsync(host));
        Assert.False(host.Exchange.Submitted.Reader.TryRead(out _));
    }

    [Theory]
    [InlineData("yes", HttpStatusCode.BadRequest)]
    [InlineData("true&cancel_on_disconnect=true", HttpStatusCode.BadRequest)]
    [InlineData("false", HttpStatusCode.SwitchingProtocols)]
    public async Task Only_true_asks_for_it(string value, HttpStatusCode expected)
    {
        await using var host = await FeedsHost.StartAsync();
        using var socket = await host.ConnectAsync("/api/v2/ranger/private?cancel_on_disconnect=" + value, member: "1");
        Assert.Equal(expected, socket.HttpStatusCode);
        Assert.False(host.Exchange.Submitted.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_timer_is_renewed_until_the_last_connection_ends_and_stays_when_nothing_could_be_canceled()
    {
        var exchange = new FakeExchange();
        var time = new TickingTime();
        using var cancel = new CancelOnDisconnect(
            new SetCancelTimer(exchange), new CancelOrders(exchange), time, NullLogger<CancelOnDisconnect>.Instance);
        Assert.True(await cancel.OpenAsync(new MemberId(1)));
        time.Tick();
        time.Tick();
        exchange.Answer = RejectReason.Busy;
        await cancel.CloseAsync(new MemberId(1));
        time.Tick();
        exchange.Submitted.Writer.Complete();
        Assert.Equal(
            [CommandKind.SetCancelTimer, CommandKind.SetCancelTimer, CommandKind.SetCancelTimer, CommandKind.CancelAllOrders],
            await exchange.Submitted.Reader.ReadAllAsync().Select(c => c.Kind).ToListAsync());
    }

    private static async Task<(CommandKind, long)> NextAsync(FeedsHost host)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var command = await host.Exchange.Submitted.Reader.ReadAsync(timeout.Token);
        Assert.Equal(new MemberId(1), command.Member);
        return (command.Kind, command.DurationMicroseconds);
    }

    /// <summary>A clock whose timers fire when the test says.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(_timers, () => callback(state));
            _timers.Add(timer);
            return timer;
        }

        public void Tick()
        {
            foreach (var timer in _timers.ToList()) timer.Fire();
        }

        private sealed class Timer(List<Timer> timers, Action fire) : ITimer
        {
            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

            public void Dispose() => timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
