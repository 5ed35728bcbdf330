namespace Fathom.Saving;

/// <summary>A file is not a model this version can read: the message says what is wrong, where, and how to mend it.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Reports a broken or foreign file.</summary>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="cause">What was thrown below, if anything.</param>
    public ModelFormatException(string message, Exception? cause = null) : base(message, cause) { }
}
