using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Projections;
using Exchange.Web.Hosting;
using Exchange.Web.Operations;
using Exchange.Workers;

try
{
    if (args is [HealthCommand.Name]) return await HealthCommand.RunAsync();
    if (args is [VerifyCommand.Name, .. var rest]) return await VerifyCommand.RunAsync(rest);

    var builder = WebApplication.CreateBuilder(args);
    builder.AddExchangeLogging();
    var roles = builder.AddExchangeHosting();
    await builder.AddExchangeDatabaseAsync();
    builder.Services.AddExchangeOperations();

    builder.Services.AddEngine();
    builder.Services.AddProjections();
    builder.Services.AddMarketData();
    if (roles.HasFlag(ProcessRoles.Workers)) builder.Services.AddExchangeWorkers(besideEngine: true);

    var app = builder.Build();
    app.UseForwardedHeaders();
    app.MapExchangeOperations();
    return await app.RunExchangeAsync();
}
catch (StartupFailure failure)
{
    return failure.Report();
}
