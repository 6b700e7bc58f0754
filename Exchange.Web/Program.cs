using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Projections;
using Exchange.Core.Tower;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Exchange.Web.Api;
using Exchange.Web.Demo;
using Exchange.Web.Feeds;
using Exchange.Web.Hosting;
using Exchange.Web.Identity;
using Exchange.Web.Layout;
using Exchange.Web.Operations;
using Exchange.Web.Tower;
using Exchange.Web.Verification;
using Exchange.Workers;

try
{
    if (args is [HealthCommand.Name]) return await HealthCommand.RunAsync();
    if (args is [VerifyCommand.Name, .. var rest]) return await VerifyCommand.RunAsync(rest);
    if (args is [FairnessCommand.Name, .. var options]) return await FairnessCommand.RunAsync(options);
    if (args is [RotateKeysCommand.Name, .. var settings]) return await RotateKeysCommand.RunAsync(settings);

    var builder = WebApplication.CreateBuilder(args);
    builder.AddExchangeLogging();
    var roles = builder.AddExchangeHosting();
    await builder.AddExchangeDatabaseAsync();
    builder.Services.AddExchangeOperations();

    builder.Services.AddEngine();
    builder.Services.AddProjections();
    builder.Services.AddTrading();
    builder.Services.AddMarketData();
    builder.Services.AddWallets();
    builder.Services.AddAudit();
    builder.Services.AddNotifications(builder.Configuration, builder.Environment.IsDevelopment());
    builder.Services.AddSingleton<ISiteAddress, SiteAddress>();
    builder.Services.AddMembers();
    builder.Services.AddTower();
    builder.Services.AddFeeds();
    builder.Services.AddPeatioApi(builder.Configuration);
    builder.Services.AddBarongApi();
    builder.Services.AddExchangeAuthentication();
    builder.Services.AddIdentityPages(builder.Configuration);
    if (roles.HasFlag(ProcessRoles.Workers)) builder.Services.AddExchangeWorkers(builder.Configuration).AddOutboxSender();
    builder.Services.AddTowerPages(builder.Configuration, builder.Environment);
    builder.Services.AddVerification(builder.Configuration);
    builder.Services.AddHostedService<MissingSettings>();
    builder.Services.AddPages();
    builder.AddDemo();

    var app = builder.Build();
    app.UseExchange();
    return await app.RunExchangeAsync();
}
catch (StartupFailure failure)
{
    return failure.Report();
}
