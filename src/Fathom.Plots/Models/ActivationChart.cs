using Fathom.Layers;
using Fathom.Models;
using Fathom.Plots.Charts;
using Fathom.Plots.Drawing;

namespace Fathom.Plots;

/// <summary>What every layer of a model gives for some inputs, one histogram for each call: dead and saturated layers show.</summary>
public static class ActivationChart
{
    /// <summary>Draws the activations of a model of one input.</summary>
    /// <param name="model">A functional or sequential model.</param>
    /// <param name="x">(samples, …): what to look at; a few hundred samples are enough.</param>
    /// <returns>The text of an svg file. Each picture's title says the share of values that are exactly 0.</returns>
    /// <exception cref="InvalidOperationException">The model is a derived class, or has no weights yet.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public static string ToSvg(Model model, Samples x)
    {
        ArgumentNullException.ThrowIfNull(model);
        Dataset data = Dataset.From([x], []).Batch(256);
        var seen = new Dictionary<Layer, int>();
        var charts = new List<Chart>();
        (string Name, double Zeros) quietest = ("", -1);
        foreach (LayerCall call in model.GetGraph().Calls.Where(call => call.Layer is not Input))
        {
            int number = seen[call.Layer] = seen.GetValueOrDefault(call.Layer, -1) + 1;
            string name = number == 0 ? call.Layer.Name : $"{call.Layer.Name}, call {number + 1}";
            IReadOnlyList<Samples> outputs = model.Activations(data, call.Layer.Name, number);
            for (int output = 0; output < outputs.Count; output++)
            {
                ReadOnlySpan<float> values = outputs[output].Values;
                double zeros = (double)values.Count(0f) / values.Length;
                if (zeros > quietest.Zeros) quietest = (name, zeros);
                charts.Add(HistogramPanels.Of($"{name}{(outputs.Count > 1 ? $", output {output + 1}" : "")}, {Figures.Percent(zeros)} % zeros", values, Palette.Orange));
            }
        }
        if (charts.Count == 0) throw new ArgumentException($"Model '{model.Name}' has no layer beside its input.", nameof(model));
        return SvgPage.Of(quietest.Zeros > 0 ? $"The activations of {model.Name}: {quietest.Name} gives the most zeros, {Figures.Percent(quietest.Zeros)} %" : $"The activations of {model.Name}: no layer gives zeros",
            $"Number of values over the value, {Figures.Count(data.Count, "sample", "samples")}; each picture has its own scales.", charts, Math.Min(3, charts.Count));
    }
}
