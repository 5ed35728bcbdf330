namespace Fathom.Tables;

/// <summary>What the catalogue knows about one dataset.</summary>
/// <param name="Name">The name of its file, by which it is found.</param>
/// <param name="Path">Where it lies within a data folder, with forward slashes.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Licence">The licence as its source states it.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Sha256">The SHA-256 of the file in lower-case hexadecimal digits; null where its source was never hashed.</param>
public sealed record DatasetEntry(string Name, string Path, string Description, string Licence, long Bytes, string? Sha256)
{
    /// <summary>Where the file can be downloaded; null where no address is known.</summary>
    public Uri? Address { get; init; }

    /// <summary>How to read it as a table.</summary>
    public ReadOptions Read { get; init; } = new();

    /// <summary>Whether the dataset ships inside this library (see <see cref="Datasets.Spy"/> and <see cref="Datasets.Vix"/>).</summary>
    public bool Embedded { get; init; }
}
