namespace Exchange.Web.Hosting;

/// <summary>Which database this process uses.</summary>
/// <param name="ConnectionString">Secret.</param>
/// <param name="Place">Where the private cluster is; null with a configured connection string.</param>
/// <param name="Local">The folder of local data.</param>
/// <param name="StartTriesMax">How often a database that is away is tried at start, once a second.</param>
internal sealed record DatabaseSource(string ConnectionString, PostgresPlace? Place, LocalData Local, int StartTriesMax)
{
    public const string ConnectionName = "Exchange";
    public const string StartTriesKey = "Database:StartTries";
    private const int DefaultStartTries = 10;

    /// <summary>The configured database, or in Development a private one. Starts nothing.</summary>
    /// <exception cref="StartupFailure">Nothing is configured outside Development.</exception>
    public static async Task<DatabaseSource> ChooseAsync(IConfiguration configuration, IHostEnvironment environment)
    {
        var local = LocalData.Find(configuration, environment.ContentRootPath);
        var tries = configuration.GetValue(StartTriesKey, DefaultStartTries);
        if (configuration.GetConnectionString(ConnectionName) is { Length: > 0 } configured)
            return new DatabaseSource(configured, null, local, tries);
        if (!environment.IsDevelopment())
        {
            throw new StartupFailure(
                "No database is configured. Set ConnectionStrings__Exchange, for example "
                + "'Host=db;Username=exchange;Password=…;Database=exchange'. (Only in the environment Development "
                + "does the "
                + "exchange run a private PostgreSQL.)");
        }

        var place = await PostgresPlace.ChooseAsync(local, CancellationToken.None);
        return new DatabaseSource(PrivatePostgres.ConnectionStringOf(place), place, local, tries);
    }

    /// <summary>The secret stays out of logs.</summary>
    public override string ToString() => Place is null ? "configured database" : $"private PostgreSQL in {Place.Root}";
}
