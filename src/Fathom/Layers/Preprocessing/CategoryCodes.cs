using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Turns the numbers of categories into what a <see cref="CategoryOutput"/> asks for.</summary>
internal static class CategoryCodes
{
    private static readonly string[] Names = ["int", "one_hot", "multi_hot", "count", "tf_idf"];

    public static string NameOf(CategoryOutput mode) => Names[(int)mode];

    public static CategoryOutput FromName(string name) => Array.IndexOf(Names, name) is >= 0 and var index
        ? (CategoryOutput)index
        : throw new ModelFormatException($"There is no output_mode '{name}'. Known are: {string.Join(", ", Names)}.");

    public static Shape OutputShape(Shape input, CategoryOutput mode, int depth) => mode switch
    {
        CategoryOutput.Integer => input,
        CategoryOutput.OneHot when input.Count == 0 || input[^1] != 1 => new Shape([.. input, depth]),
        _ => new Shape([.. input.SkipLast(1), depth]),
    };

    /// <summary>Encodes whole numbers from 0 up to but without the depth.</summary>
    /// <param name="ids">(batch, …), int64.</param>
    /// <param name="mode">Not <see cref="CategoryOutput.TfIdf"/>.</param>
    /// <param name="depth">The number of categories.</param>
    /// <param name="weights">What each counts, for <see cref="CategoryOutput.Count"/>; 1 unless given.</param>
    /// <returns>Single precision.</returns>
    public static Tensor Encode(Tensor ids, CategoryOutput mode, int depth, Tensor? weights = null)
    {
        if (mode == CategoryOutput.Integer) return ids.to(float32);
        // One category per sample is a row of one.
        if (ids.ndim == 1) (ids, weights) = (ids.unsqueeze(-1), weights?.unsqueeze(-1));
        if (mode == CategoryOutput.OneHot && ids.shape[^1] != 1) ids = ids.unsqueeze(-1);
        Tensor codes = zeros([.. ids.shape[..^1], depth], dtype: float32, device: ids.device);
        return mode == CategoryOutput.Count
            ? codes.scatter_add(-1, ids, weights?.to(float32) ?? ones(ids.shape, dtype: float32, device: ids.device))
            : codes.scatter(-1, ids, ones(ids.shape, dtype: float32, device: ids.device));
    }

    /// <summary>Encodes rows of numbers, those below 0 counting for nothing.</summary>
    /// <param name="rows">A row per sample; of equal lengths for the modes that keep each number.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="depth">The number of categories.</param>
    /// <param name="factors">What each category counts; 1 unless given.</param>
    public static Samples Encode(IReadOnlyList<int[]> rows, CategoryOutput mode, int depth, float[]? factors = null)
    {
        bool keeps = mode is CategoryOutput.Integer or CategoryOutput.OneHot;
        int length = rows.Count == 0 ? 1 : rows[0].Length;
        if (keeps && rows.FirstOrDefault(row => row.Length != length) is { } other)
            throw new ShapeException($"The sequences are {length} and {other.Length} long, but a model takes sequences of one length. Pad them first, for example with the mask token, or take MultiHot, Count or TfIdf.");
        if (keeps && length == 0) throw new ShapeException("The sequences are empty. Give each at least one token.");
        if (mode == CategoryOutput.Integer) return Samples.From([.. rows.SelectMany(row => row).Select(id => (float)id)], [length]);
        int width = mode == CategoryOutput.OneHot ? length : 1;
        float[] codes = new float[checked(rows.Count * width * depth)];
        for (int i = 0; i < rows.Count; i++)
            for (int j = 0; j < rows[i].Length; j++)
            {
                if (rows[i][j] < 0) continue;
                int at = (i * width + (width > 1 ? j : 0)) * depth + rows[i][j];
                codes[at] = mode is CategoryOutput.Count or CategoryOutput.TfIdf ? codes[at] + (factors is null ? 1 : factors[rows[i][j]]) : 1;
            }
        return Samples.From(codes, width > 1 ? [width, depth] : [depth]);
    }

    /// <summary>Encodes one number per sample.</summary>
    public static Samples Encode(IReadOnlyList<int> ids, CategoryOutput mode, int depth, float[]? factors = null) => mode == CategoryOutput.Integer
        ? Samples.From([.. ids.Select(id => (float)id)], [])
        : Encode([.. ids.Select(id => new[] { id })], mode, depth, factors);
}
