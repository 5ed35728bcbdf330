using System.Globalization;
using System.Security.Cryptography;

namespace Fathom.Tables;

/// <summary>Finds datasets in a data folder and a cache, and downloads into the cache.</summary>
/// <param name="dataFolder">The data folder; null where none is named.</param>
/// <param name="cacheFolder">The cache; created by the first download.</param>
/// <param name="handler">Sends requests; the platform's own where null.</param>
internal sealed class DatasetStore(string? dataFolder, string cacheFolder, HttpMessageHandler? handler = null)
{
    public string Find(DatasetEntry entry) => TryFind(entry) ?? throw new TableException($"The dataset '{entry.Name}' is not on this machine.",
        string.IsNullOrEmpty(dataFolder)
            ? $"the cache {cacheFolder} ({Datasets.FolderVariable} is not set)"
            : $"{Path.Combine(dataFolder, entry.Path)}, {Path.Combine(dataFolder, entry.Name)} or the cache {cacheFolder}",
        entry.Address is null
            ? $"Put the file there, or set {Datasets.FolderVariable} to the folder that holds it."
            : $"Call Datasets.DownloadAsync, or fetch {entry.Address} and put it there.");

    public async Task<string> DownloadAsync(DatasetEntry entry, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (TryFind(entry) is string found) return found;
        if (entry.Address is null)
            throw new TableException($"No address is known for the dataset '{entry.Name}'.", "the catalogue", $"Set {Datasets.FolderVariable} to a folder that holds it.");
        string target = Path.Combine(cacheFolder, entry.Name);
        string temporary = AtomicFile.TemporaryName(target);
        try
        {
            string hash = await FetchAsync(entry, temporary, progress, cancellation).ConfigureAwait(false);
            if (entry.Sha256 is not null && hash != entry.Sha256) throw Different(entry, $"its SHA-256 is {hash}, not {entry.Sha256}");
            File.Move(temporary, target, overwrite: true);
            return target;
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new TableException($"The dataset '{entry.Name}' could not be downloaded: {failed.Message}", entry.Address.ToString(),
                $"Check the network, or fetch the file by other means and put it into {cacheFolder}.", failed);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private string? TryFind(DatasetEntry entry)
    {
        string[] places = string.IsNullOrEmpty(dataFolder)
            ? [Path.Combine(cacheFolder, entry.Name)]
            : [Path.Combine(dataFolder, entry.Path), Path.Combine(dataFolder, entry.Name), Path.Combine(cacheFolder, entry.Name)];
        return places.FirstOrDefault(File.Exists);
    }

    private async Task<string> FetchAsync(DatasetEntry entry, string path, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var client = new HttpClient(handler ?? new HttpClientHandler(), disposeHandler: handler is null);
        using HttpResponseMessage response = await client.GetAsync(entry.Address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (content.ConfigureAwait(false))
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 16];
            long arrived = 0;
            while (await content.ReadAsync(buffer, cancellation).ConfigureAwait(false) is int read and > 0)
            {
                arrived += read;
                if (arrived > entry.Bytes) throw Different(entry, $"it is longer than {Count(entry.Bytes)} bytes");
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                progress?.Report((double)arrived / entry.Bytes);
            }
            if (arrived < entry.Bytes) throw Different(entry, $"it has {Count(arrived)} bytes, not {Count(entry.Bytes)}");
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static TableException Different(DatasetEntry entry, string how) =>
        new($"What arrived as '{entry.Name}' is not the file of the catalogue: {how}.", entry.Address!.ToString(),
            "The source has changed, or something on the way did. Nothing was kept.");

    private static string Count(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
