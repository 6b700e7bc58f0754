namespace Exchange.Web.Hosting;

internal sealed partial class PrivatePostgres
{
    [LoggerMessage(7001, LogLevel.Information, "Making a private PostgreSQL cluster in {Directory}")]
    private partial void LogMaking(string directory);

    [LoggerMessage(7002, LogLevel.Information, "The private PostgreSQL in {Directory} is up")]
    private partial void LogStarted(string directory);

    [LoggerMessage(7003, LogLevel.Warning,
        "The private PostgreSQL in {Directory} was still running after the last program ended: adopted it")]
    private partial void LogAdopted(string directory);

    [LoggerMessage(7004, LogLevel.Information, "The private PostgreSQL is stopped")]
    private partial void LogStopped();

    [LoggerMessage(7005, LogLevel.Error, "The private PostgreSQL did not stop: {Output}")]
    private partial void LogStopFailed(string output);
}
