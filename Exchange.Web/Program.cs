using Exchange.Web.Hosting;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddExchangeHosting();
    await builder.AddExchangeDatabaseAsync();

    var app = builder.Build();
    app.UseForwardedHeaders();
    return await app.RunExchangeAsync();
}
catch (StartupFailure failure)
{
    return failure.Report();
}
