using System.Text.RegularExpressions;

namespace Fathom.Layers;

/// <summary>
/// An equation of <see cref="EinsumDense"/> taken apart: <c>abc,cde→abde</c>, or with an ellipsis for axes that stay, <c>...x,xy→...y</c> and
/// <c>abx...,xy→aby...</c>.
/// </summary>
internal sealed partial class EinsumEquation
{
    private readonly bool _left, _right;

    public EinsumEquation(string equation)
    {
        Match parts = Form().Match(equation);
        _left = parts.Groups["left"].Success;
        _right = parts.Groups["right"].Success;
        if (!parts.Success || _left != parts.Groups["left2"].Success || _right != parts.Groups["right2"].Success || (_left && _right))
            throw new ArgumentException($"'{equation}' is no equation of an EinsumDense. Write letters for axes as 'abc,cd->abd', '...x,xy->...y' or 'abx...,xy->aby...'.", nameof(equation));
        (Input, Kernel, Output) = (parts.Groups["input"].Value, parts.Groups["kernel"].Value, parts.Groups["output"].Value);
        if (Output.FirstOrDefault(letter => !Input.Contains(letter) && !Kernel.Contains(letter)) is var lost && lost != 0)
            throw new ArgumentException($"The axis '{lost}' in the output of '{equation}' stands neither in the input nor in the kernel. Name it in one of them.", nameof(equation));
        if (Kernel.FirstOrDefault(letter => !Input.Contains(letter) && !Output.Contains(letter)) is var spare && spare != 0)
            throw new ArgumentException($"The axis '{spare}' of the kernel in '{equation}' stands neither in the input nor in the output. Name it in one of them.", nameof(equation));
        Contracted = string.Concat(Kernel.Where(letter => !Output.Contains(letter)));
        Made = string.Concat(Kernel.Where(Output.Contains));
        // The last axes of the input summed against the first of the kernel, whose last ones take their place: one product of matrices.
        IsMatrixProduct = !_right && Contracted.Length > 0 && Kernel == Contracted + Made && !Made.Any(Input.Contains)
            && Input.EndsWith(Contracted, StringComparison.Ordinal) && Output == Input[..^Contracted.Length] + Made;
    }

    public string Input { get; }

    public string Kernel { get; }

    public string Output { get; }

    /// <summary>The kernel's axes that are summed over.</summary>
    public string Contracted { get; }

    /// <summary>The kernel's axes that the output has.</summary>
    public string Made { get; }

    public bool IsMatrixProduct { get; }

    /// <summary>The axes of kernel, bias and output for an input, or what speaks against it.</summary>
    /// <param name="input">The input's axes, batch first.</param>
    /// <param name="partial">The output's axes that the equation names, batch left out.</param>
    /// <param name="biasAxes">The output's axes with a bias of their own, or none.</param>
    public (int[] Kernel, int[]? Bias, int[] Output) Shapes(int[] input, int[] partial, string? biasAxes)
    {
        int elided = input.Length - Input.Length;
        if (elided < 0 || (elided > 0 && !_left && !_right))
            throw new ShapeException($"the equation names {Input.Length} axes (batch included) but the input has {input.Length}. Reshape it, or write an ellipsis for axes that stay");
        int skipped = _left ? elided : 0;
        // With an ellipsis on the left the batch is one of the axes it stands for, where there are any.
        var output = new List<int> { input[0] };
        if (_left) output.AddRange(input[1..Math.Max(1, elided)]);
        output.AddRange(partial);
        if (_right) output.AddRange(input[^elided..]);
        if (output.Count != Output.Length + elided)
            throw new ShapeException($"the output shape names {partial.Length} axes where the equation has {Output.Length + elided - (output.Count - partial.Length)} (batch left out). Give one length per axis");
        foreach (char letter in Input)
        {
            int at = Output.IndexOf(letter, StringComparison.Ordinal);
            if (at < 0) continue;
            int have = input[Input.IndexOf(letter, StringComparison.Ordinal) + skipped], want = output[at + skipped];
            if (want == Shape.Unknown) output[at + skipped] = have;
            else if (have != want && have != Shape.Unknown) throw new ShapeException($"axis '{letter}' is {have} long in the input but {want} in the output. Give the output shape that length, or Shape.Unknown");
        }
        int[] kernel = [.. Kernel.Select(letter => Output.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at
            ? output[at + skipped] : input[Input.IndexOf(letter, StringComparison.Ordinal) + skipped])];
        if (Array.IndexOf(kernel, Shape.Unknown) is >= 0 and var unknown)
            throw new ShapeException($"axis '{Kernel[unknown]}' of the kernel is not known. Give that axis of the input a length");
        return (kernel, biasAxes is null ? null : Bias(biasAxes, output, skipped, _right ? elided : 0), [.. output]);
    }

    private int[] Bias(string axes, List<int> output, int skipped, int trailing)
    {
        int first = axes.Min(letter => Output.IndexOf(letter, StringComparison.Ordinal));
        int[] bias = [.. Enumerable.Range(first, Output.Length - first).Select(at => axes.Contains(Output[at]) ? output[at + skipped] : 1), .. Enumerable.Repeat(1, trailing)];
        return !bias.Contains(Shape.Unknown) ? bias : throw new ShapeException($"a bias over the axes '{axes}' has no known length. Give those axes of the output shape a length");
    }

    [GeneratedRegex(@"^(?<left>\.\.\.)?(?<input>[a-zA-Z]+)(?<right>\.\.\.)?,(?<kernel>[a-zA-Z]+)->(?<left2>\.\.\.)?(?<output>[a-zA-Z]+)(?<right2>\.\.\.)?$")]
    private static partial Regex Form();
}
