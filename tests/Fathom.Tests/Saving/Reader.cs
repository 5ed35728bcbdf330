namespace Fathom.Tests.Saving;

/// <summary>A reader: which file of a folder is damaged, what lies in the folder, and how it is opened.</summary>
internal sealed record Reader(string Damaged, Func<IReadOnlyList<(string Name, byte[] Content)>> Good, Action<string> Open)
{
    /// <summary>Puts the files into a folder.</summary>
    public void Lay(string folder)
    {
        foreach ((string name, byte[] content) in Good()) File.WriteAllBytes(Path.Combine(folder, name), content);
    }
}
