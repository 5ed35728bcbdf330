using Fathom.Layers;

namespace Fathom.Optimizers;

/// <summary>A stretch of the flat buffer whose weights share their weight decay and their share of the learning rate.</summary>
/// <param name="Start">The first value.</param>
/// <param name="Length">The number of values, a multiple of 16.</param>
/// <param name="Decay">The weight decay, 0 for none.</param>
/// <param name="RateMultiplier">The learning rate relative to the optimizer's.</param>
/// <param name="Part">The place of the first weight in <see cref="ParameterBuffer.Parts"/>.</param>
internal readonly record struct BufferBlock(int Start, int Length, double Decay, double RateMultiplier, int Part)
{
    /// <summary>Whether it is a table of which only rows with a gradient take part in a step.</summary>
    public bool IsLazy { get; init; }

    /// <summary>The most values of a block that fit into the cache together with their gradients and slots.</summary>
    public const int Cached = 8192;

    /// <summary>Cuts a buffer where the decay or the rate changes, and into blocks of at most a length; lazy tables are blocks of their own.</summary>
    public static BufferBlock[] Cut(ParameterBuffer parameters, Func<Weight, double> decay, int longest, bool lazyTables)
    {
        var blocks = new List<BufferBlock>();
        IReadOnlyList<(Weight Weight, int Offset)> parts = parameters.Parts;
        for (int first = 0; first < parts.Count;)
        {
            double decays = decay(parts[first].Weight), rate = parts[first].Weight.LearningRateMultiplier;
            int next = first + 1;
            if (IsLazy(first))
            {
                blocks.Add(new(parts[first].Offset, parameters.EndOf(first) - parts[first].Offset, decays, rate, first) { IsLazy = true });
                first = next;
                continue;
            }
            while (next < parts.Count && !IsLazy(next) && decay(parts[next].Weight) == decays && parts[next].Weight.LearningRateMultiplier == rate) next++;
            int end = parameters.EndOf(next - 1);
            for (int start = parts[first].Offset; start < end; start += Math.Min(longest, end - start)) blocks.Add(new(start, Math.Min(longest, end - start), decays, rate, first));
            first = next;
        }
        return [.. blocks];

        bool IsLazy(int part) => lazyTables && parts[part].Weight.IsTable;
    }

    /// <summary>Cuts a buffer into its weights.</summary>
    public static BufferBlock[] PerWeight(ParameterBuffer parameters, Func<Weight, double> decay) =>
    [
        .. parameters.Parts.Select((part, i) => new BufferBlock(part.Offset, parameters.EndOf(i) - part.Offset, decay(part.Weight), part.Weight.LearningRateMultiplier, i)),
    ];
}
