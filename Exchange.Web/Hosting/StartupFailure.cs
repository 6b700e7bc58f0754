namespace Exchange.Web.Hosting;

/// <summary>
/// The program cannot start and the operator can do something about it: the message says what is wrong and how to fix
/// it. Shown without a stack trace; the process ends with <see cref="ExitCode"/>.
/// </summary>
internal sealed class StartupFailure(string message, int exitCode = StartupFailure.DatabaseAway) : Exception(message)
{
    /// <summary>Another instance runs on the same local data.</summary>
    public const int AlreadyRunning = 1;

    /// <summary>The database, or what is needed to start it, is missing.</summary>
    public const int DatabaseAway = 2;

    /// <summary>A setting is wrong.</summary>
    public const int BadConfiguration = 3;

    public int ExitCode { get; } = exitCode;
}
