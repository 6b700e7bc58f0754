using Exchange.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.Notifications;

/// <summary>
/// Sends what waits, each channel by itself so that a slow one holds up no other. May run in several processes: a message is claimed
/// before its try. A message is lost in no crash; it can leave twice only when a process dies between the other side's yes and its own
/// mark, and then both have one message id.
/// </summary>
public sealed partial class OutboxSender : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);
    private static readonly TimeSpan CareInterval = TimeSpan.FromSeconds(15);

    private readonly OutboxQueue _queue;
    private readonly IReadOnlyList<IOutboxTransport> _transports;
    private readonly OutboxPayload _payload;
    private readonly OutboxInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxSender> _logger;

    internal OutboxSender(
        OutboxQueue queue, IEnumerable<IOutboxTransport> transports, OutboxPayload payload, OutboxInstruments instruments,
        TimeProvider time, ILogger<OutboxSender> logger)
    {
        (_queue, _transports, _payload) = (queue, [.. transports], payload);
        (_instruments, _time, _logger) = (instruments, time, logger);
    }

    /// <summary>Sends everything that is due, of all channels, and says how many were taken by the other side.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var transport in _transports) sent += await SendDueAsync(transport, cancellationToken);
        return sent;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_transports.All(transport => transport.Channel != OutboxChannel.Mail)) LogNoMail();
        return Task.WhenAll([.. _transports.Select(transport => RunAsync(transport, stoppingToken)), CareAsync(stoppingToken)]);
    }

    private async Task RunAsync(IOutboxTransport transport, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(() => SendDueAsync(transport, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A try that was cut off is taken up again when its claim is over.
        }
    }

    private async Task CareAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CareInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(async () =>
                {
                    _instruments.Waiting((await _queue.WaitingAsync(stoppingToken)).Count);
                    await _queue.RemoveDoneAsync(Retention, stoppingToken);
                });
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    /// <summary>A database that is away for a while must not end the program.</summary>
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (DatabaseFailure.IsAway(e))
        {
            LogAway(e.GetType().Name);
        }
    }

    private async Task<int> SendDueAsync(IOutboxTransport transport, CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await _queue.DueAsync(transport.Channel, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var message in due)
            {
                if (await SendAsync(transport, message, cancellationToken)) sent++;
            }
        }

        return sent;
    }

    private async Task<bool> SendAsync(IOutboxTransport transport, OutboxMessage message, CancellationToken cancellationToken)
    {
        if (!await _queue.ClaimAsync(message, cancellationToken)) return false;
        try
        {
            if (_time.GetUtcNow() - message.CreatedAt >= OutboxQueue.MaxAgeOf(message)) throw new DeliveryRefusedException("Too old.");
            await transport.DeliverAsync(message, _payload.Unprotect(message.Payload ?? ""), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !DatabaseFailure.IsAway(e))
        {
            var isFinal = e is DeliveryRefusedException or System.Security.Cryptography.CryptographicException;
            var isDead = await _queue.FailedAsync(message, ProblemOf(e), isFinal, cancellationToken);
            _instruments.Failed(message.Channel, isDead);
            LogFailed(message.Id, message.Channel, message.Attempts + 1, ProblemOf(e), isDead ? "given up" : "tried again later");
            return false;
        }

        // Not with the caller's token: what has left is marked, also when the program is asked to stop meanwhile.
        await _queue.SentAsync(message, CancellationToken.None);
        _instruments.Sent(message.Channel);
        LogSent(message.Id, message.Template);
        return true;
    }

    /// <summary>Kind and status only: the texts of servers quote addresses.</summary>
    private static string ProblemOf(Exception exception) => exception switch
    {
        DeliveryRefusedException refused => refused.Message,
        DeliveryFailedException failed => failed.Message,
        System.Net.Mail.SmtpException smtp => $"SMTP {smtp.StatusCode}, {smtp.InnerException?.GetType().Name ?? "no cause"}",
        HttpRequestException http => $"HTTP {http.HttpRequestError} {(int?)http.StatusCode}",
        _ => exception.GetType().Name,
    };

    [LoggerMessage(9201, LogLevel.Debug, "Message {Id} ({Template}) has left")]
    private partial void LogSent(long id, string template);

    [LoggerMessage(9202, LogLevel.Warning, "Message {Id} did not leave by {Channel}, try {Attempt}: {Problem}; {Next}")]
    private partial void LogFailed(long id, OutboxChannel channel, int attempt, string problem, string next);

    [LoggerMessage(9203, LogLevel.Warning, "The outbox cannot be read: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(9204, LogLevel.Warning,
        "No mail leaves: set Mail:Smtp:Host. Members cannot confirm their addresses until then; what waits longer than a day is given up")]
    private partial void LogNoMail();
}
