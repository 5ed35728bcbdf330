namespace Fathom.Saving;

/// <summary>Writes files that are there as a whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes under a temporary name and renames, so that a reader never sees half of a file and a failure leaves the old one as it was.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="write">Writes what belongs in the file; the stream can be read and moved about in.</param>
    /// <param name="flushed">Whether it must be on the disk before its name points to it: a power cut then leaves the old file or the new one.</param>
    /// <exception cref="DirectoryNotFoundException">Its folder does not exist.</exception>
    public static void Write(string path, Action<Stream> write, bool flushed = false)
    {
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"'{path}' cannot be saved: there is no folder '{folder}'. Create it first.");
        string temporary = $"{full}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite))
            {
                write(file);
                file.Flush(flushed);
            }
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
