using Fathom.Layers;

namespace Fathom.Optimizers;

/// <summary>A stretch of the flat buffer that one step works on at a time, small enough that its weights, gradients and slots stay in the cache together.</summary>
/// <param name="Start">The first value.</param>
/// <param name="Length">The number of values, a multiple of 16.</param>
/// <param name="Decays">Whether weight decay applies.</param>
internal readonly record struct BufferBlock(int Start, int Length, bool Decays)
{
    private const int Longest = 8192;

    /// <summary>Cuts a buffer into blocks of weights that share their weight decay.</summary>
    public static BufferBlock[] Cut(ParameterBuffer parameters, Func<Weight, bool> decays)
    {
        var blocks = new List<BufferBlock>();
        IReadOnlyList<(Weight Weight, int Offset)> parts = parameters.Parts;
        for (int first = 0; first < parts.Count;)
        {
            bool decay = decays(parts[first].Weight);
            int next = first + 1;
            while (next < parts.Count && decays(parts[next].Weight) == decay) next++;
            int end = next < parts.Count ? parts[next].Offset : parameters.Length;
            for (int start = parts[first].Offset; start < end; start += Longest) blocks.Add(new(start, Math.Min(Longest, end - start), decay));
            first = next;
        }
        return [.. blocks];
    }
}
