using System.Runtime.InteropServices;

namespace Fathom.Benchmarks.Trees;

/// <summary>The part of LightGBM's C interface that a comparison needs.</summary>
internal static unsafe partial class LightGbmApi
{
    private const string Library = "lib_lightgbm";

    internal static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException("LightGBM: " + Marshal.PtrToStringUTF8((nint)LGBM_GetLastError()));
    }

    [LibraryImport(Library)]
    internal static partial byte* LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LGBM_DatasetCreateFromMat(float* data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint handle);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LGBM_DatasetSetField(nint dataset, string name, float* data, int count, int type);

    [LibraryImport(Library)]
    internal static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint handle);

    [LibraryImport(Library)]
    internal static partial int LGBM_BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LGBM_BoosterPredictForMat(
        nint booster, float* data, int type, int rows, int columns, int isRowMajor, int kind, int start, int rounds, string parameters, out long length, double* result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LGBM_BoosterLoadModelFromString(string text, out int rounds, out nint handle);

    [LibraryImport(Library)]
    internal static partial int LGBM_BoosterFree(nint booster);
}
