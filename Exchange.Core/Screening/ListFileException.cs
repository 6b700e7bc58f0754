namespace Exchange.Core.Screening;

/// <summary>A file of a list is not what it should be. The message is for the operator who loads it.</summary>
public sealed class ListFileException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public ListFileException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what found it.</summary>
    public ListFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
