using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;

namespace Fathom.Native;

/// <summary>
/// Finds and loads libtorch before anything touches a tensor.
/// </summary>
/// <remarks>
/// TorchSharp's <c>libLibTorchSharp.so</c> asks for <c>GLIBCXX_3.4.32</c>, which the libstdc++ of Debian 12 and Ubuntu 22.04 lacks, though no
/// relocation uses it. When the ordinary probe has failed, a private copy in the user's cache gets that one requirement marked weak and is
/// loaded instead. The installed file is never changed and always tried first.
/// </remarks>
internal static partial class LibTorch
{
    private const string Wrapper = "LibTorchSharp";
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private static readonly string[] Dependencies = ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

#pragma warning disable CA2255 // The one place where a library needs it: whichever public type is touched first, this must have run.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        if (!OperatingSystem.IsLinux()) return;
        // OpenMP's busy waiting makes a step up to 30 times slower when another process wants the core. Native code reads the C environment,
        // which Environment.SetEnvironmentVariable does not reach; the last argument keeps what the user has set.
        _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", 0);
        _ = SetEnvironment("GOMP_SPINCOUNT", "2000", 0);
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => name == Wrapper ? LoadWeakened() : 0;
    }

    private static nint LoadWeakened()
    {
        foreach (string folder in Folders())
        {
            string original = Path.Combine(folder, $"lib{Wrapper}.so");
            if (!File.Exists(original)) continue;
            byte[] image = File.ReadAllBytes(original);
            string copy = Path.Combine(CacheFolder(), $"lib{Wrapper}.{Convert.ToHexStringLower(SHA256.HashData(image))[..16]}.so");
            if (ElfVersionRequirements.Weaken(image, MissingVersion) == 0) continue;
            foreach (string dependency in Dependencies)
                if (DependencyPath(folder, dependency) is string path)
                    NativeLibrary.Load(path);
            try
            {
                WriteOnce(copy, image);
                return NativeLibrary.Load(copy);
            }
            catch (Exception e) when (e is DllNotFoundException or IOException or UnauthorizedAccessException)
            {
                throw new DllNotFoundException(
                    $"libtorch could not be loaded: {original} needs a libstdc++ with {MissingVersion} (GCC 13.2 or newer), and its relaxed copy " +
                    $"'{copy}' failed too ({e.Message}). Use Debian 13, Ubuntu 24.04 or newer, or set XDG_CACHE_HOME to a folder you can " +
                    "write to and run programs from.", e);
            }
        }
        return 0;
    }

    /// <summary>Where the build puts native files: beside the program, under <c>runtimes</c>, or where the host was told to probe.</summary>
    private static IEnumerable<string> Folders()
    {
        string[] roots = [AppContext.BaseDirectory, Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) ?? ""];
        string rid = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        foreach (string root in roots.Distinct())
        {
            yield return Path.Combine(root, "runtimes", rid, "native");
            yield return root;
        }
        foreach (string folder in ProbingFolders()) yield return folder;
    }

    // A program run without publishing may leave native files in the package cache; the host lists those folders.
    private static string[] ProbingFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static string? DependencyPath(string folder, string dependency) =>
        ((string[])[folder, .. ProbingFolders()]).Select(place => Path.Combine(place, dependency)).FirstOrDefault(File.Exists);

    private static string CacheFolder()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache") : Path.GetTempPath();
        return Path.Combine(cache, "fathom", "native");
    }

    private static void WriteOnce(string path, byte[] bytes)
    {
        if (File.Exists(path) && new FileInfo(path).Length == bytes.Length) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
