namespace Fathom.Tables;

/// <summary>All entries of the catalogue.</summary>
internal static class DatasetCatalogue
{
    public static readonly DatasetEntry[] Entries =
        [.. CourseDatasets.Entries, .. MarketDatasets.Entries, .. TabularDatasets.Entries, .. SeriesDatasets.Entries];

    public static DatasetEntry Entry(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Array.Find(Entries, entry => entry.Name == name)
            ?? throw new TableException($"The catalogue has no dataset '{name}'.", $"a catalogue of {Entries.Length} datasets",
                NearNames.Suggest(name, [.. Entries.Select(entry => entry.Name)], "datasets"));
    }
}
