using Exchange.Core.Engine;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Exchange.Workers;

/// <summary>
/// Reads back what the journal has gained and checks its hash chain: a damaged row is found while a backup still has it
/// whole.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class JournalVerificationJob(
    JournalVerification verification, JobInstruments instruments, ILogger<JournalVerificationJob> logger)
    : ScheduledJob(instruments, logger)
{
    public static readonly JobKey Key = new("journal-verification");

    protected override Task RunAsync(CancellationToken cancellationToken) =>
        verification.VerifyNewRowsAsync(cancellationToken);
}
