namespace Fathom.Tables.Tests;

/// <summary>A folder of its own for a test, deleted afterwards, and the data folder where there is one.</summary>
public abstract class Scratch : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("fathom-tables-").FullName;

    protected string Write(string name, string content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    protected string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    protected static string Data(string path)
    {
        string? folder = Environment.GetEnvironmentVariable("FATHOM_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "FATHOM_DATA names no data folder.");
        string full = Path.Combine(folder!, path);
        Assert.SkipUnless(File.Exists(full), $"FATHOM_DATA holds no {path}.");
        return full;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
