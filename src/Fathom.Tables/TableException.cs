namespace Fathom.Tables;

/// <summary>
/// Every complaint of this library about data: a file that cannot be read, a column that is not there, a cell of the wrong kind.
/// The message has three parts, which are also kept apart for programs that lay them out themselves.
/// </summary>
public sealed class TableException : Exception
{
    /// <summary>Creates the exception from its three parts.</summary>
    /// <param name="what">What is wrong, as a sentence.</param>
    /// <param name="where">File, row, line or column; without a full stop.</param>
    /// <param name="mend">What to do about it, as a sentence.</param>
    /// <param name="inner">The failure underneath, if there was one.</param>
    public TableException(string what, string where, string mend, Exception? inner = null)
        : base($"{what} In {where}. {mend}", inner)
    {
        What = what;
        Where = where;
        Mend = mend;
    }

    /// <summary>What is wrong, as a sentence.</summary>
    public string What { get; }

    /// <summary>File, row, line or column.</summary>
    public string Where { get; }

    /// <summary>What to do about it, as a sentence.</summary>
    public string Mend { get; }
}
