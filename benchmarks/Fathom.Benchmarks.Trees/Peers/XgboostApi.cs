using System.Reflection;
using System.Runtime.InteropServices;

namespace Fathom.Benchmarks.Trees;

/// <summary>The part of XGBoost's C interface that a comparison needs; the library is the system's.</summary>
internal static unsafe partial class XgboostApi
{
    private const string Library = "xgboost";
    private static readonly string[] Names = ["libxgboost.so.0", "libxgboost.so", "xgboost.dll", "libxgboost.dylib"];

    static XgboostApi() => NativeLibrary.SetDllImportResolver(typeof(XgboostApi).Assembly, Resolve);

    internal static bool IsAvailable => TryLoad(out _);

    internal static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException("XGBoost: " + Marshal.PtrToStringUTF8((nint)XGBGetLastError()));
    }

    [LibraryImport(Library)]
    internal static partial byte* XGBGetLastError();

    [LibraryImport(Library)]
    internal static partial int XGDMatrixCreateFromMat_omp(float* data, ulong rows, ulong columns, float missing, out nint handle, int threads);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGDMatrixSetFloatInfo(nint matrix, string field, float* values, ulong count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGDMatrixSetStrFeatureInfo(nint matrix, string field, string[] values, ulong count);

    [LibraryImport(Library)]
    internal static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library)]
    internal static partial int XGBoosterCreate(nint* matrices, ulong count, out nint handle);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSetParam(nint booster, string name, string value);

    [LibraryImport(Library)]
    internal static partial int XGBoosterUpdateOneIter(nint booster, int round, nint matrix);

    [LibraryImport(Library)]
    internal static partial int XGBoosterPredict(nint booster, nint matrix, int options, uint rounds, int training, out ulong length, out float* result);

    [LibraryImport(Library)]
    internal static partial int XGBoosterLoadModelFromBuffer(nint booster, byte* bytes, ulong length);

    [LibraryImport(Library)]
    internal static partial int XGBoosterFree(nint booster);

    private static bool TryLoad(out nint handle)
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out handle))
                return true;
        }
        handle = 0;
        return false;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Library && TryLoad(out nint handle) ? handle : 0;
}
