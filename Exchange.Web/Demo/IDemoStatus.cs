namespace Exchange.Web.Demo;

/// <summary>Whether this is a demonstration: pages then say so.</summary>
internal interface IDemoStatus
{
    /// <summary>True while demo markets and demo traders are on.</summary>
    bool IsDemo { get; }
}
