namespace Exchange.Web.Demo;

/// <summary>Says whether this installation runs on simulated money, so that every page can label it.</summary>
internal interface IDemoStatus
{
    bool IsDemo { get; }
}
