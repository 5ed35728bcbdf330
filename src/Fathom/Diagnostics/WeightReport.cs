using System.Globalization;
using System.Text;
using Fathom.Layers;
using Fathom.Models;
using static TorchSharp.torch;

namespace Fathom.Diagnostics;

/// <summary>The weights of a model at a glance: dead, exploding or untouched ones show. <see cref="ToString"/> is a table.</summary>
public sealed class WeightReport
{
    private WeightReport(IReadOnlyList<WeightStatistics> weights) => Weights = weights;

    /// <summary>One entry per weight, in the model's order; a shared weight once.</summary>
    public IReadOnlyList<WeightStatistics> Weights { get; }

    /// <summary>Looks at a model's weights.</summary>
    /// <param name="model">The model, its weights made. Gradients are seen once it was trained since it was last compiled.</param>
    /// <returns>The report, which later training does not change.</returns>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    public static WeightReport Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.NeedWeights("look at them");
        var trainable = model.TrainableWeights.ToHashSet();
        bool trained = model.IsCompiled && model.Optimizer.Iterations > 0;
        return new WeightReport([.. WeightNames.Of(model.Layers).Select(found => Describe(found.Name, found.Weight, trainable.Contains(found.Weight), trained))]);
    }

    /// <summary>The table: one line per weight, numbers of a column with as many decimals, at most six, as show three figures of its smallest, a dash where there is no gradient.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string[] header = ["Weight", "Shape", "Mean", "Deviation", "Minimum", "Maximum", "Zeros %", "Norm", "Gradient norm"];
        int[] decimals = [.. Enumerable.Range(0, 6).Select(column => Decimals(Weights.Select(weight => Figures(weight)[column])))];
        string[][] rows = [header, .. Weights.Select(weight =>
        {
            string[] cells = [.. Figures(weight).Select((figure, column) => figure is double known ? known.ToString($"N{decimals[column]}", CultureInfo.InvariantCulture) : "-")];
            return (string[])[
                weight.IsTrainable ? weight.Name : $"{weight.Name} (frozen)", $"({string.Join(", ", weight.Shape)})", .. cells[..4],
                (100 * weight.Zeros).ToString("0.0", CultureInfo.InvariantCulture), .. cells[4..]];
        })];
        int[] widths = [.. header.Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.AppendJoin("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append('\n');
        return text.ToString();
    }

    private static WeightStatistics Describe(string name, Weight weight, bool isTrainable, bool trained)
    {
        double sum = 0, squares = 0, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        int zeros = 0;
        float[] values = weight.ToArray();
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
            // A value that is not a number shows in every figure.
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
            if (value == 0) zeros++;
        }
        double mean = sum / values.Length;
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        using var scope = NewDisposeScope();
        double? gradient = trained && isTrainable && weight.Value.grad is Tensor slope ? slope.to(float64).norm().cpu().item<double>() : null;
        return new WeightStatistics(name, weight.Shape.ToArray(), isTrainable, mean, deviation, minimum, maximum, (double)zeros / values.Length, Math.Sqrt(squares), gradient);
    }

    private static double?[] Figures(WeightStatistics weight) => [weight.Mean, weight.Deviation, weight.Minimum, weight.Maximum, weight.Norm, weight.GradientNorm];

    private static int Decimals(IEnumerable<double?> values)
    {
        double smallest = values.Select(value => Math.Abs(value ?? 0)).Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).Min();
        return Math.Clamp(2 - (int)Math.Floor(Math.Log10(smallest)), 0, 6);
    }
}
