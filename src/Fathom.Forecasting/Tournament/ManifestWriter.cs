using System.Reflection;
using System.Runtime.InteropServices;

namespace Fathom.Forecasting;

/// <summary>Gathers what is needed to repeat a run.</summary>
internal static class ManifestWriter
{
    public static RunManifest Write(PriceSeries series, string split, IReadOnlyList<int> seeds, int threads, string? command, DateTime started, TimeSpan duration) => new()
    {
        Source = series.Source,
        DataSha256 = series.Sha256(),
        Rows = series.Length,
        FirstTime = series.Times[0],
        LastTime = series.Times[^1],
        Split = split,
        Seeds = seeds,
        Threads = threads,
        Versions = Versions(),
        Command = command,
        Started = started,
        Duration = duration,
    };

    private static SortedDictionary<string, string> Versions() => new(StringComparer.Ordinal)
    {
        ["Fathom"] = VersionOf(typeof(Tournament).Assembly),
        [".NET"] = RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal),
        ["Operating system"] = $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.ProcessArchitecture})",
        ["MathNet.Numerics"] = VersionOf(typeof(MathNet.Numerics.SpecialFunctions).Assembly),
    };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
