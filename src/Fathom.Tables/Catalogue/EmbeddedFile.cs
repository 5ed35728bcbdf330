using System.IO.Compression;

namespace Fathom.Tables;

/// <summary>The files that ship inside this library; Embedded/NOTICE.md names their sources and licences.</summary>
internal static class EmbeddedFile
{
    public static Stream Open(string name) => typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The library was built without its embedded file '{name}'.");

    /// <summary>A file inside an embedded zip, unpacked into memory.</summary>
    public static MemoryStream OpenZip(string name, string member)
    {
        using var archive = new ZipArchive(Open(name), ZipArchiveMode.Read);
        using Stream content = archive.GetEntry(member)!.Open();
        var unpacked = new MemoryStream();
        content.CopyTo(unpacked);
        unpacked.Position = 0;
        return unpacked;
    }
}
