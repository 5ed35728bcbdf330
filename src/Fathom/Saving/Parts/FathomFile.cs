using System.IO.Compression;

namespace Fathom.Saving;

/// <summary>
/// A <c>.fathom</c> file: nets, tree models, pipelines side by side, each by its name. It is a zip of files in known formats and a manifest, and holds nothing
/// that runs; <c>docs/fathom-file.md</c> describes it so that other languages can read it.
/// </summary>
/// <remarks>Opened, it can be used from several threads at once.</remarks>
/// <example><code>
/// FathomFile.Write("employee.fathom", TabularParts.Kinds, new() { ["churn"] = pipeline, ["net"] = net });
/// using var file = FathomFile.Open("employee.fathom", TabularParts.Kinds);
/// var churn = file.Load&lt;ClassificationPipeline&gt;("churn");
/// </code></example>
public sealed class FathomFile : IDisposable
{
    private readonly PartArchive _archive;
    private readonly PartKinds _kinds;
    private readonly FathomManifest _manifest;
    private readonly Lock _lock = new();

    private FathomFile(string path, PartArchive archive, PartKinds kinds, FathomManifest manifest)
    {
        Path = path;
        (_archive, _kinds, _manifest) = (archive, kinds, manifest);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What wrote it, for example <c>Fathom 0.1.0</c>.</summary>
    public string Writer => _manifest.Writer;

    /// <summary>When it was written, in UTC, to the second.</summary>
    public DateTime Written => _manifest.Written;

    /// <summary>How what it holds was trained; null where that was not said.</summary>
    public TrainingDescription? Training => _manifest.Training;

    /// <summary>The parts.</summary>
    public IReadOnlyList<PartDescription> Parts => _manifest.Parts;

    /// <summary>Writes a file. It appears under its name only when it is complete.</summary>
    /// <param name="path">Where to; by custom it ends in <c>.fathom</c>.</param>
    /// <param name="kinds">The kinds of what is written: those of the library that made it, such as <c>TabularParts.Kinds</c>.</param>
    /// <param name="parts">What to write, by name: letters, digits, '_', '-' and '.'.</param>
    /// <param name="training">How it was trained.</param>
    /// <exception cref="ArgumentException">There is nothing to write, a name is not allowed, or no kind writes a part.</exception>
    /// <exception cref="InvalidOperationException">A part has not been fitted.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, PartKinds kinds, Dictionary<string, object> parts, TrainingDescription? training = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("There is nothing to write. Give at least one part.", nameof(parts));
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            var output = new PartOutput(zip, kinds);
            var root = new PartWriter(output, "");
            foreach ((string name, object part) in parts) root.WritePart(name, part);
            output.Finish(new FathomManifest($"Fathom {TrainingDescription.FathomVersion}", DateTime.UtcNow, training, root.Parts));
        });
    }

    /// <summary>Opens a file and reads its manifest; the parts are read when they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">The kinds of parts to know.</param>
    /// <returns>The file. Dispose it to close it; what was loaded stays.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">It is no <c>.fathom</c> file, of a newer version, damaged, or made to do harm.</exception>
    public static FathomFile Open(string path, PartKinds kinds)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(kinds);
        PartArchive archive = PartArchive.Open(path);
        try
        {
            FathomManifest manifest = FathomManifest.Read(archive.Read(FathomManifest.FileName), path);
            string[] named = [.. All(manifest.Parts).SelectMany(part => part.Files), FathomManifest.FileName, PartArchive.ChecksumsName];
            if (archive.Names.Except(named).FirstOrDefault() is string stray) throw PartArchive.Damaged(path, $"it holds {stray}, which its manifest does not name");
            if (named.Except(archive.Names).FirstOrDefault() is string missing) throw PartArchive.Damaged(path, $"its manifest names {missing}, which is not there");
            return new FathomFile(path, archive, kinds, manifest);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Loads a part by its name.</summary>
    /// <typeparam name="T">What it must be: its type, or a class or interface above it.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>A new object.</returns>
    /// <exception cref="ModelFormatException">There is none of the name, it is something else, its kind is not known, or it is damaged.</exception>
    public T Load<T>(string name) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Read<T>(_manifest.Parts, name, "");
    }

    /// <summary>Loads the one part of a type.</summary>
    /// <typeparam name="T">Its type, or a class or interface above it.</typeparam>
    /// <returns>A new object.</returns>
    /// <exception cref="ModelFormatException">There is none, or there are several; or it is damaged.</exception>
    public T Load<T>() where T : class
    {
        PartDescription[] fitting = [.. _manifest.Parts.Where(part => _kinds.Any(kind => kind.Name == part.Kind && kind.CanBe(typeof(T))))];
        return fitting switch
        {
            [PartDescription only] => Load<T>(only.Name),
            [] => throw new ModelFormatException($"'{Path}' holds no {typeof(T).Name}. It holds: {Listed(_manifest.Parts)}."),
            _ => throw new ModelFormatException($"'{Path}' holds {fitting.Length} parts that are a {typeof(T).Name}: {Listed(fitting)}. Load the one you mean by its name."),
        };
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _archive.Dispose();

    internal byte[] Bytes(string file)
    {
        lock (_lock) return _archive.Read(file);
    }

    internal T Read<T>(IReadOnlyList<PartDescription> parts, string name, string folder) where T : class
    {
        PartDescription part = parts.FirstOrDefault(part => part.Name == name)
            ?? throw new ModelFormatException($"'{Path}' has no part '{folder}{name}'. It has: {Listed(parts)}.");
        PartKind kind = _kinds.For(part, typeof(T), Path);
        try
        {
            object read = kind.Read(new PartReader(this, part, $"{folder}{name}/"));
            return read as T ?? throw new ModelFormatException($"Part '{folder}{name}' of '{Path}' is a {read.GetType().Name}, not a {typeof(T).Name}. Load it as what it is.");
        }
        // Whatever a damaged or malicious file makes of the part.
        catch (Exception e) when (e is not (ModelFormatException or ObjectDisposedException or OutOfMemoryException or OperationCanceledException))
        {
            throw new ModelFormatException($"Part '{folder}{name}' of '{Path}' cannot be read as a '{part.Kind}': {e.Message}", e);
        }
    }

    private static string Listed(IEnumerable<PartDescription> parts) => string.Join(", ", parts.Select(part => $"'{part.Name}' ({part.Kind})"));

    private static IEnumerable<PartDescription> All(IEnumerable<PartDescription> parts) => parts.SelectMany(part => All(part.Parts).Prepend(part));
}
